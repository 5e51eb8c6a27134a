package dev.holdfast.report;

import java.util.Locale;

/** Where something was done or proven. Said beside every score and drill, because a proof holds only where it was made. */
public enum Environment {
    /** The AWS API itself. */
    AWS("AWS", "Done against AWS."),
    /** An emulated AWS API: real calls, but not Amazon's own service behind them. */
    EMULATOR("emulated AWS", "Done against an emulated AWS, so it proves the steps and not Amazon's timing."),
    /** Nothing was called. */
    SIMULATED("simulated", "Simulated: nothing was called, so it proves only that the plan is complete.");

    private final String label;
    private final String sentence;

    Environment(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    /** A word or two for a badge. */
    public String label() {
        return label;
    }

    /** What a reader must know about results from there, one sentence. */
    public String sentence() {
        return sentence;
    }

    /** The lower-case word used in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

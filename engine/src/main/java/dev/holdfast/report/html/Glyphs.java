package dev.holdfast.report.html;

import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.RunStory;
import dev.holdfast.report.TimelineEntry;

/** Shapes that say what a colour says, for those who do not see the colour. */
final class Glyphs {
    private static final String TRIANGLE = "M6 0.5 11.8 11.2 0.2 11.2Z";
    private static final String DIAMOND = "M6 0 12 6 6 12 0 6Z";
    private static final String DISC = "M6 0.6a5.4 5.4 0 1 0 .01 0Z";
    private static final String DOT = "M6 3.6a2.4 2.4 0 1 0 .01 0Z";
    private static final String SQUARE = "M1.5 1.5h9v9h-9Z";
    private static final String TICK = "M1 6.6 4.4 10 11 2.2";
    private static final String CROSS = "M1.6 1.6 10.4 10.4M10.4 1.6 1.6 10.4";
    private static final String QUESTION = "M2.8 3.6c0-4.2 6.4-4 6.4-.4C9.2 5.8 6 5.6 6 8.2M6 10.8v.9";
    private static final String DASH = "M1.5 6h9";
    private static final String BACK = "M4.5 1 1.4 4.1l3.1 3.1M1.6 4.1H7.4a3.4 3.4 0 0 1 0 6.9H4";

    private final Markup page;

    Glyphs(Markup page) {
        this.page = page;
    }

    void severity(Severity severity) {
        switch (severity) {
            case CRITICAL -> filled(TRIANGLE, severity.word());
            case HIGH -> filled(DIAMOND, severity.word());
            case MEDIUM -> filled(DISC, severity.word());
            case LOW -> drawn("M6 1.4a4.6 4.6 0 1 0 .01 0Z", severity.word());
            case INFORMATIONAL -> filled(DOT, severity.word());
        }
    }

    /** The shape and the word. */
    void severityWord(Severity severity) {
        page.open("span", "class", "word " + severity.word());
        severity(severity);
        page.text(severity.word()).close("span");
    }

    void outcome(Outcome outcome) {
        String word = outcomeClass(outcome);
        switch (outcome) {
            case PASS -> drawn(TICK, word);
            case FAIL -> drawn(CROSS, word);
            case UNKNOWN -> drawn(QUESTION, word);
            case MANUAL -> drawn(SQUARE, word);
            case NOT_APPLICABLE, MUTED, MITIGATED -> drawn(DASH, word);
        }
    }

    static String outcomeClass(Outcome outcome) {
        return Phrases.outcome(outcome).replace(' ', '-');
    }

    void state(RunStory.State state) {
        switch (state) {
            case DONE -> drawn(TICK, "pass");
            case FAILED -> drawn(CROSS, "fail");
            case UNDONE -> drawn(BACK, "undone");
            case WAITING, HELD -> filled(SQUARE, "unknown");
            case PLANNED, RUNNING, SKIPPED -> drawn(DASH, state.word());
        }
    }

    void timeline(TimelineEntry.Kind kind) {
        switch (kind) {
            case ATTACK -> filled(DIAMOND, kind.word());
            case DETECTION -> filled(DISC, kind.word());
            case DECISION -> drawn(DIAMOND, kind.word());
            case EVIDENCE -> filled(DOT, kind.word());
            case RESPONSE -> filled(SQUARE, kind.word());
            case RECOVERY -> drawn(TICK, kind.word());
        }
    }

    private void filled(String path, String kind) {
        glyph(kind)
                .open("path", "d", path, "fill", "currentColor")
                .close("path")
                .close("svg");
    }

    private void drawn(String path, String kind) {
        glyph(kind)
                .open("path", "d", path, "fill", "none", "stroke", "currentColor", "stroke-width", "2")
                .close("path")
                .close("svg");
    }

    private Markup glyph(String kind) {
        return page.open("svg", "class", "glyph " + kind, "viewBox", "0 0 12 12", "aria-hidden", "true");
    }
}

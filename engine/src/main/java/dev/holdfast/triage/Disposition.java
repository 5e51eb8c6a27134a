package dev.holdfast.triage;

import java.util.Locale;

/** What a closed case turned out to be. */
public enum Disposition {
    /** Harm was done or meant. */
    TRUE_POSITIVE,
    /** The rule was right, and what it saw was allowed. */
    BENIGN,
    /** The rule was wrong. */
    FALSE_POSITIVE,
    /** Another case has it. */
    DUPLICATE;

    /** The word used on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.holdfast.triage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

    /** The one of that word; empty when there is none. */
    public static Optional<Disposition> of(String word) {
        return Arrays.stream(values()).filter(d -> d.word().equals(word)).findFirst();
    }

    /** True when nothing has to be done about it. */
    public boolean harmless() {
        return this == BENIGN || this == FALSE_POSITIVE;
    }

    /** The word used on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.holdfast.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How bad a failure is, in ascending order. The words are those of AWS Security Hub and Sigma. */
public enum Severity {
    INFORMATIONAL(0),
    LOW(1),
    MEDIUM(3),
    HIGH(6),
    CRITICAL(10);

    private final int weight;

    Severity(int weight) {
        this.weight = weight;
    }

    /** The share one finding of this severity has in a score. */
    public int weight() {
        return weight;
    }

    /** The lower-case word used in content, JSON and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The severity of a word in any case, null when it is none. */
    public static @Nullable Severity of(String word) {
        for (Severity severity : values()) {
            if (severity.name().equalsIgnoreCase(word)) {
                return severity;
            }
        }
        return null;
    }
}

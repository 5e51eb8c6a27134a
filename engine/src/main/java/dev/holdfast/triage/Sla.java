package dev.holdfast.triage;

import dev.holdfast.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How soon somebody must have looked at a case.
 *
 * @param hours hours from opening, by severity
 */
public record Sla(Map<Severity, Integer> hours) {
    /** Where nothing else is said. */
    public static final Sla USUAL = new Sla(Map.of(
            Severity.CRITICAL, 4,
            Severity.HIGH, 24,
            Severity.MEDIUM, 72,
            Severity.LOW, 168,
            Severity.INFORMATIONAL, 720));

    /** Copies its map. */
    public Sla {
        hours = Map.copyOf(hours);
    }

    /** How the clock of a case stands. */
    public enum Standing {
        /** Somebody looked in time. */
        MET,
        /** Nobody looked yet, and there is time left. */
        RUNNING,
        /** Nobody looked, and the time is over. */
        OVERDUE,
        /** Somebody looked, after the time was over. */
        LATE
    }

    /**
     * A clock as it stands.
     *
     * @param due when somebody must have looked
     * @param standing how it stands
     * @param left time to the due time, or beyond it (negative), from now or from when somebody looked
     */
    public record Clock(Instant due, Standing standing, Duration left) {}

    /** The clock of a case. */
    public Clock clock(Severity severity, Instant opened, @Nullable Instant seen, Instant now) {
        Instant due = opened.plus(Duration.ofHours(hours.getOrDefault(severity, 24)));
        Instant until = seen == null ? now : seen;
        boolean over = until.isAfter(due);
        Standing standing =
                seen == null ? (over ? Standing.OVERDUE : Standing.RUNNING) : over ? Standing.LATE : Standing.MET;
        return new Clock(due, standing, Duration.between(until, due));
    }
}

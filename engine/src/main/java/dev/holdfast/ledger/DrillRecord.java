package dev.holdfast.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of a drill.
 *
 * @param run the run that was the drill
 * @param scenario id of the drill's document
 * @param kind {@code recover} or {@code respond}
 * @param resource what was practised on
 * @param outcome {@code PASSED}, {@code FAILED}, or {@code SKIPPED} when there was nothing that a restore could be compared by
 * @param environment {@code aws}, {@code emulator} or {@code simulated}: only the first says anything about time on AWS
 * @param endedAt when
 * @param rtoSeconds from start to validated on AWS; null when it did not get there, and wherever else it was made, since no
 *     other time says how long AWS would take
 */
public record DrillRecord(
        String run,
        String scenario,
        String kind,
        String resource,
        String outcome,
        String environment,
        Instant endedAt,
        @Nullable Long rtoSeconds) {
    /** Where a time is one that may be told. */
    static final String MEASURED = "aws";

    public DrillRecord {
        rtoSeconds = environment.equals(MEASURED) ? rtoSeconds : null;
    }
}

package dev.holdfast.report;

import java.time.Instant;
import java.util.Locale;

/**
 * One line of what happened in a case, from the first event to the last step.
 *
 * @param time when, by the clock of whoever recorded it
 * @param what what happened, one sentence
 * @param who who did it: the actor, a rule, a person, a runbook
 * @param kind what sort of happening
 */
public record TimelineEntry(Instant time, String what, String who, Kind kind) {
    /** The sorts of happening, told apart by word and shape. */
    public enum Kind {
        /** The other side acted; the log says so. */
        ATTACK,
        /** A detection spoke. */
        DETECTION,
        /** A person decided. */
        DECISION,
        /** Something was read and kept as evidence. */
        EVIDENCE,
        /** A step changed AWS to contain or to repair. */
        RESPONSE,
        /** Something was proven or is back as it was. */
        RECOVERY;

        /** The lower-case word. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}

package dev.holdfast.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One line of a run's journal. The journal is the only truth about a run: whatever happens to the process, what is
 * next follows from the document and these lines.
 *
 * @param run id of the run
 * @param seq position in the run, from 1, without holes
 * @param at when it was written
 * @param kind what it says
 * @param step {@code target/step} it concerns, empty for the run as a whole
 * @param body facts, by kind
 */
public record JournalEntry(String run, long seq, Instant at, Kind kind, String step, JsonNode body) {
    /** What a line of the journal says. */
    public enum Kind {
        /** The run begins: plan digest, documents, parameters, caller. */
        STARTED,
        /** A person agreed: who, to which digest. */
        APPROVED,
        /** A reading step answered: its outputs. */
        READ,
        /** A write is about to be made: request, prior state, token. Durable before the call goes out. */
        INTENT,
        /** The write was answered: outputs. */
        DONE,
        /** The step failed: why, and whether the call may have taken effect. */
        FAILED,
        /** A branch was taken or a wait ended: where to next. */
        MOVED,
        /** A person decided what an ambiguous outcome was. */
        DECIDED,
        /** Evidence was stored: its digest. */
        EVIDENCE,
        /** An undo of a step is about to be made. */
        UNDO_INTENT,
        /** The undo was answered. */
        UNDONE,
        /** The undo failed: why. */
        UNDO_FAILED,
        /** The run, or its undo, has ended: how. */
        ENDED
    }
}

package dev.holdfast.triage;

import dev.holdfast.model.Case;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A case going from one state to another, checked. New → assigned → investigating → contained → closed; a case may be
 * closed without containment only when it turned out harmless or a duplicate; a closed one may be opened again.
 *
 * @param caseId the case
 * @param from the state before
 * @param to the state after
 * @param at when
 * @param by the person
 * @param disposition what it turned out to be; exactly when closing
 * @param note why, may be empty
 */
public record CaseMove(
        String caseId,
        Case.State from,
        Case.State to,
        Instant at,
        String by,
        @Nullable Disposition disposition,
        String note) {
    /** @throws IllegalArgumentException when the move is not allowed, with the reason for people */
    public CaseMove {
        if (by.isBlank()) {
            throw new IllegalArgumentException("a case is moved by a person: say by whom");
        }
        if (!follows(from, to)) {
            throw new IllegalArgumentException(
                    "case " + caseId + " is " + word(from) + " and cannot become " + word(to));
        }
        if ((to == Case.State.CLOSED) != (disposition != null)) {
            throw new IllegalArgumentException(
                    to == Case.State.CLOSED
                            ? "say what case " + caseId + " turned out to be: true-positive, benign, false-positive or"
                                    + " duplicate"
                            : "only a closed case has a disposition");
        }
        if (from != Case.State.CONTAINED && disposition == Disposition.TRUE_POSITIVE) {
            throw new IllegalArgumentException(
                    "case " + caseId + " is a true positive: contain it before it is closed");
        }
    }

    /** The case after the move. */
    public Case apply(Case before) {
        return new Case(
                before.id(),
                before.key(),
                before.title(),
                before.severity(),
                before.score(),
                before.account(),
                before.actor(),
                before.accessKey(),
                before.findings(),
                before.firstEvent(),
                before.lastEvent(),
                to,
                before.respond());
    }

    private static boolean follows(Case.State from, Case.State to) {
        return switch (from) {
            case NEW -> to == Case.State.ASSIGNED;
            case ASSIGNED -> to == Case.State.INVESTIGATING || to == Case.State.CONTAINED || to == Case.State.CLOSED;
            case INVESTIGATING -> to == Case.State.CONTAINED || to == Case.State.CLOSED;
            case CONTAINED -> to == Case.State.INVESTIGATING || to == Case.State.CLOSED;
            case CLOSED -> to == Case.State.INVESTIGATING;
        };
    }

    private static String word(Case.State state) {
        return state.name().toLowerCase(java.util.Locale.ROOT);
    }
}

package dev.holdfast.ledger;

import dev.holdfast.model.Case;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A case as the ledger keeps it.
 *
 * @param facts the case itself, with its present state
 * @param assignee who works on it, null when nobody
 * @param openedAt when it was first kept
 * @param changedAt when it last changed
 * @param seen who looked at it first, null when nobody has
 * @param containedAt when it was first contained, null while it was not
 * @param signedOffAt when it was closed, null while it is not
 * @param disposition what it turned out to be, in the word used on the command line; null while it is open
 * @param terms how its score came about; empty for a case of an older Holdfast
 * @param notes what people wrote, oldest first
 */
public record CaseFile(
        Case facts,
        @Nullable String assignee,
        Instant openedAt,
        Instant changedAt,
        @Nullable Seen seen,
        @Nullable Instant containedAt,
        @Nullable Instant signedOffAt,
        @Nullable String disposition,
        List<Term> terms,
        List<Note> notes) {
    /**
     * What a person wrote.
     *
     * @param at when
     * @param author who
     * @param text what
     */
    public record Note(Instant at, String author, String text) {}

    /**
     * That a person took note of the case.
     *
     * @param at when
     * @param by who
     */
    public record Seen(Instant at, String by) {}

    /**
     * One factor of the score.
     *
     * @param name {@code severity}, {@code exposure} or {@code novelty}
     * @param value 0 to 1
     * @param why what it rests on, a sentence
     */
    public record Term(String name, double value, String why) {}

    /** True while somebody still has to do something about it. */
    public boolean open() {
        return facts.state() != Case.State.CLOSED;
    }
}

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
 * @param signedOffAt when it was closed, null while it is not
 * @param notes what people wrote, oldest first
 */
public record CaseFile(
        Case facts,
        @Nullable String assignee,
        Instant openedAt,
        Instant changedAt,
        @Nullable Instant signedOffAt,
        List<Note> notes) {
    /**
     * What a person wrote.
     *
     * @param at when
     * @param author who
     * @param text what
     */
    public record Note(Instant at, String author, String text) {}
}

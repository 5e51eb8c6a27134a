package dev.holdfast.change;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.BlockReader;
import dev.holdfast.content.Ask;
import dev.holdfast.model.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whom a run asks what no ordinary answer of AWS says.
 *
 * @param events answers questions from the kept events and the inventory
 * @param disks reads the blocks of snapshots
 */
public record Witnesses(Events events, BlockReader disks) {
    /** Where neither is at hand: questions are answered with that, and a disk cannot be read. */
    static final Witnesses NONE = new Witnesses(
            (ask, scope, since, now) -> JsonNodeFactory.instance
                    .objectNode()
                    .put("answer", "unreadable")
                    .put("says", "Nobody is here who could be asked about " + ask.value()),
            (scope, snapshot, index, token) -> {
                throw new IllegalArgumentException("nobody is here who could read " + snapshot);
            });

    /** Answers from the kept events and the inventory. */
    @FunctionalInterface
    public interface Events {
        /**
         * What is known about something. What cannot be read is an answer too; nothing is thrown for it.
         *
         * @param ask about what
         * @param scope the account whose events are meant
         * @param since from when on; null for all that is usually looked at
         * @param now until when
         * @return with {@code says}, one sentence
         */
        ObjectNode answer(Ask ask, Scope scope, @Nullable Instant since, Instant now);
    }
}

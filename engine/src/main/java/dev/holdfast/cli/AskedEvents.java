package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.Witnesses;
import dev.holdfast.content.Ask;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.lake.EventLake;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.model.Scope;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Answers the questions of runbooks from the lake and the newest snapshot of this home, opened when first asked. */
final class AskedEvents implements Witnesses.Events {
    /** How far back runbooks ask, as long as CloudTrail's own event history. */
    private static final int DAYS = 90;

    private final Home home;
    private final ContentFolder content;
    private @Nullable LakeAnswers lake;

    AskedEvents(Home home, ContentFolder content) {
        this.home = home;
        this.content = content;
    }

    @Override
    public ObjectNode answer(Ask ask, Scope scope, @Nullable Instant since, Instant now) {
        EventLake.Span usual = RespondAskVerb.span(now, DAYS);
        EventLake.Span span = since == null ? usual : new EventLake.Span(since, usual.until());
        try {
            ObjectNode answer = lake().about(ask, scope.account().value(), span);
            if (since != null) {
                answer.put("says", "Since " + since + ": " + answer.path("says").asText());
            }
            return answer;
        } catch (QueryFailure | UncheckedIOException e) {
            return Verb.JSON
                    .createObjectNode()
                    .put("schemaVersion", 1)
                    .put("about", ask.about().name())
                    .put("value", ask.value())
                    .put("answer", "unreadable")
                    .put("says", "What is kept of " + ask.value() + " could not be read: " + e.getMessage());
        }
    }

    private synchronized LakeAnswers lake() {
        if (lake == null) {
            lake = new LakeAnswers(home, content);
        }
        return lake;
    }
}

package dev.holdfast.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * News for another system. Holds no secret: texts were masked when it was made.
 *
 * @param id the same news has the same id, so that a receiver can tell a repetition
 * @param kind what happened
 * @param about id of the case; of a digest, its week
 * @param title one line
 * @param severity how bad it is
 * @param score how urgent, 0 to 100; 0 for a digest
 * @param account the account, may be empty
 * @param actor who acted, may be empty
 * @param at when it happened
 * @param lines further facts, a line each
 */
public record Notice(
        String id,
        Kind kind,
        String about,
        String title,
        Severity severity,
        int score,
        String account,
        String actor,
        Instant at,
        List<String> lines) {
    /** Copies its list. */
    public Notice {
        lines = List.copyOf(lines);
    }

    /** What happened. */
    public enum Kind {
        /** A case is new. */
        OPENED,
        /** A case became worse than it was told. */
        WORSE,
        /** A case was closed. */
        CLOSED,
        /** What a week brought. */
        DIGEST,
        /** Somebody tries whether the door opens. */
        TRIAL;

        /** The word used in messages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The news as a receiver of JSON gets it. */
    public ObjectNode json() {
        ObjectNode out = JsonNodeFactory.instance
                .objectNode()
                .put("schemaVersion", 1)
                .put("id", id)
                .put("kind", kind.word())
                .put("case", about)
                .put("title", title)
                .put("severity", severity.word())
                .put("score", score)
                .put("account", account)
                .put("actor", actor)
                .put("at", at.toString());
        ArrayNode list = out.putArray("lines");
        lines.forEach(list::add);
        return out;
    }

    /** The news that {@link #json} wrote. */
    public static Notice of(JsonNode node) {
        List<String> lines = new ArrayList<>();
        node.path("lines").forEach(line -> lines.add(line.asText()));
        return new Notice(
                node.path("id").asText(),
                Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
                node.path("case").asText(),
                node.path("title").asText(),
                Severity.valueOf(node.path("severity").asText().toUpperCase(Locale.ROOT)),
                node.path("score").asInt(),
                node.path("account").asText(),
                node.path("actor").asText(),
                Instant.parse(node.path("at").asText()),
                lines);
    }

    /** What happened and to what, on one line. */
    public String headline() {
        return switch (kind) {
            case OPENED -> "New case, " + severity.word() + ": " + title;
            case WORSE -> "Case became " + severity.word() + ": " + title;
            case CLOSED -> "Case closed: " + title;
            case DIGEST, TRIAL -> title;
        };
    }
}

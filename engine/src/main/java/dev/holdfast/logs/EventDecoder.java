package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Recognises the source of a record by what it holds and makes an event of it. */
final class EventDecoder {
    /** Why a record is no event. */
    static final class NotAnEvent extends Exception {
        private static final long serialVersionUID = 1L;

        NotAnEvent(String message) {
            super(message);
        }
    }

    private final List<SourceDefinition> sources;

    EventDecoder(List<SourceDefinition> sources) {
        this.sources = sources;
    }

    Event event(ObjectNode record, String file, long number) throws NotAnEvent {
        SourceDefinition source = sources.stream()
                .filter(s -> s.recognise().stream().allMatch(sign -> shows(record, sign)))
                .findFirst()
                .orElseThrow(() -> new NotAnEvent("not a record of a known log source"));
        Instant time = source.time().stream()
                .flatMap(path -> text(record, path).stream())
                .findFirst()
                .flatMap(EventDecoder::time)
                .orElseThrow(
                        () -> new NotAnEvent("there is no time in `" + String.join("` or `", source.time()) + "`"));
        String id = text(record, source.eventId()).orElseGet(() -> digest(record));
        return new Event(id, time, source.source(), record, file + "#" + number);
    }

    private static boolean shows(ObjectNode record, SourceDefinition.Sign sign) {
        JsonNode at = record.get(sign.path());
        if (at == null) {
            at = record;
            for (String name : sign.path().split("\\.")) {
                at = at.path(name);
            }
        }
        if (at.isMissingNode() || sign.values().isEmpty()) {
            return !at.isMissingNode();
        }
        String text = at.isValueNode() ? at.asText() : "";
        return sign.values().stream()
                .anyMatch(v -> v.endsWith("*")
                        ? text.regionMatches(true, 0, v, 0, v.length() - 1)
                        : text.equalsIgnoreCase(v));
    }

    private static Optional<String> text(JsonNode record, String path) {
        JsonNode at = record;
        for (String name : path.split("\\.")) {
            at = at.path(name);
        }
        return at.isValueNode() && !at.isNull() && !at.asText().isEmpty() ? Optional.of(at.asText()) : Optional.empty();
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String digest(ObjectNode record) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(record.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

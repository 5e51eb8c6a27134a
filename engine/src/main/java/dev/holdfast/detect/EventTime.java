package dev.holdfast.detect;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads the times that logs write: ISO 8601 with or without an offset, `T` or a blank between, or Unix seconds. */
final class EventTime {
    private EventTime() {}

    /** The time; a text without an offset is taken as UTC. Empty when the text is no time. */
    static Optional<Instant> read(String text) {
        if (text.length() < 9 || text.length() > 40) {
            return Optional.empty();
        }
        if (text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
            return unix(text);
        }
        String iso =
                text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + "T" + text.substring(11) : text;
        try {
            return Optional.of(OffsetDateTime.parse(iso).toInstant());
        } catch (DateTimeParseException withoutOffset) {
            try {
                return Optional.of(LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        }
    }

    private static Optional<Instant> unix(String text) {
        return Values.number(text).filter(n -> n.precision() - n.scale() <= 13).map(n -> {
            long whole = n.longValue();
            return whole >= 100_000_000_000L ? Instant.ofEpochMilli(whole) : Instant.ofEpochSecond(whole);
        });
    }
}

package dev.holdfast.lake;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Times as the lake gives them: ISO 8601, or a timestamp without a zone, which is UTC. */
public final class Times {
    private Times() {}

    /**
     * A time of a row.
     *
     * @return null when the text is none
     */
    public static @Nullable Instant of(@Nullable String text) {
        if (text == null || text.isEmpty() || text.equals("null")) {
            return null;
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}

package dev.holdfast.logs;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a stream was read.
 *
 * @param at the place in the stream, as the stream itself names it; without blanks
 * @param repeats how often the newest lines without an id of their own came, so that an equal line is another event
 */
record StreamMark(String at, Map<String, Integer> repeats) {
    static final StreamMark NONE = new StreamMark("", Map.of());

    StreamMark {
        repeats = FollowMark.newest(repeats);
    }

    static StreamMark read(String text) {
        String[] parts = text.split(" ", -1);
        Map<String, Integer> repeats = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            repeats.put(parts[i].substring(0, equals), Integer.parseInt(parts[i], equals + 1, parts[i].length(), 10));
        }
        return new StreamMark(parts[0], repeats);
    }

    /** As a text that {@link #read} takes. */
    String text() {
        StringBuilder out = new StringBuilder(at);
        repeats.forEach(
                (digest, times) -> out.append(' ').append(digest).append('=').append(times));
        return out.toString();
    }
}

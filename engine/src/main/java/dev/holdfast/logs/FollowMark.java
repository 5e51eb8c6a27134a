package dev.holdfast.logs;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a followed file was read.
 *
 * @param identity what tells the file from another that takes its name: the start of what it held
 * @param size its size when it was read
 * @param modified when it was written last by its own clock, milliseconds since 1970
 * @param offset the place after the last whole line that was given; equal to the size where files are read whole
 * @param repeats how often the last lines without an id of their own came, so that an equal line is another event
 */
record FollowMark(String identity, long size, long modified, long offset, Map<String, Integer> repeats) {
    /** Equal lines lie close together, since a line holds its time. */
    private static final int MOST_REPEATS = 200;

    FollowMark {
        repeats = Map.copyOf(repeats);
    }

    /** As a text that {@link #read} takes. */
    String text() {
        StringBuilder out = new StringBuilder();
        out.append(identity)
                .append(' ')
                .append(size)
                .append(' ')
                .append(modified)
                .append(' ')
                .append(offset);
        repeats.forEach(
                (digest, times) -> out.append(' ').append(digest).append('=').append(times));
        return out.toString();
    }

    static FollowMark read(String text) {
        String[] parts = text.split(" ", -1);
        Map<String, Integer> repeats = new LinkedHashMap<>();
        for (int i = 4; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            repeats.put(parts[i].substring(0, equals), Integer.parseInt(parts[i], equals + 1, parts[i].length(), 10));
        }
        return new FollowMark(
                parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]), repeats);
    }

    /** The newest of the repeats, given oldest first. */
    static Map<String, Integer> newest(Map<String, Integer> repeats) {
        Map<String, Integer> out = new LinkedHashMap<>();
        int skip = repeats.size() - MOST_REPEATS;
        for (Map.Entry<String, Integer> entry : repeats.entrySet()) {
            if (skip-- <= 0) {
                out.put(entry.getKey(), entry.getValue());
            }
        }
        return out;
    }
}

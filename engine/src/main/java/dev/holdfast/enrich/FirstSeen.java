package dev.holdfast.enrich;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * When something was first seen, such as a region of an account. Something is new in an event when nothing earlier is
 * known of it, and when its owner has been watched for long enough that this means something. Reading the same log again
 * gives the same answers. Keeps at most {@value #MOST} things, the longest unused are forgotten first.
 */
final class FirstSeen {
    static final int MOST = 200_000;
    private static final String OWNER = "owner";

    private final Duration learning;
    private final Map<Digest, Long> firsts = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest, Long> eldest) {
            return size() > MOST;
        }
    };

    /** @param learning how long an owner must have been watched */
    FirstSeen(Duration learning) {
        this.learning = learning;
    }

    /** True when the value is new for the owner at that time; remembers it. */
    boolean isNew(String kind, String owner, String value, Instant at) {
        long time = at.toEpochMilli();
        long watched = earliest(key(kind, owner, OWNER + "\n"), time);
        long first = earliest(key(kind, owner, value), time);
        return first >= time && watched < time && time - watched >= learning.toMillis();
    }

    private static Digest key(String kind, String owner, String value) {
        return Digest.of(kind + "\n" + owner + "\n" + value);
    }

    private long earliest(Digest key, long time) {
        return firsts.merge(key, time, Math::min);
    }

    /** Reads a line that {@link #write} wrote; false when it is none. */
    boolean read(String[] parts) {
        if (parts.length != 4 || !parts[0].equals("first")) {
            return false;
        }
        try {
            long first = Long.parseLong(parts[3]);
            Digest.read(parts[1], parts[2]).ifPresent(d -> firsts.merge(d, first, Math::min));
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Writes all, a line each. */
    void write(Writer out) throws IOException {
        for (Map.Entry<Digest, Long> entry : firsts.entrySet()) {
            out.write("first " + entry.getKey() + " " + entry.getValue() + "\n");
        }
    }
}

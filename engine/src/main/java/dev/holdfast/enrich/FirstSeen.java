package dev.holdfast.enrich;

import java.io.BufferedReader;
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
    private final Map<Key, Long> firsts = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
            return size() > MOST;
        }
    };

    /** A thing, as a digest: names can be long and are many. */
    private record Key(long one, long two) {
        static Key of(String kind, String owner, String value) {
            long one = 1125899906842597L;
            long two = 7046029254386353131L;
            String text = kind + "\n" + owner + "\n" + value;
            for (int i = 0; i < text.length(); i++) {
                one = 31 * one + text.charAt(i);
                two = (two ^ text.charAt(i)) * 0x100000001b3L;
            }
            return new Key(one, two);
        }
    }

    /** @param learning how long an owner must have been watched */
    FirstSeen(Duration learning) {
        this.learning = learning;
    }

    /** True when the value is new for the owner at that time; remembers it. */
    boolean isNew(String kind, String owner, String value, Instant at) {
        long time = at.toEpochMilli();
        long watched = earliest(Key.of(kind, owner, OWNER + "\n"), time);
        long first = earliest(Key.of(kind, owner, value), time);
        return first >= time && watched < time && time - watched >= learning.toMillis();
    }

    private long earliest(Key key, long time) {
        return firsts.merge(key, time, Math::min);
    }

    /** Reads what {@link #write} wrote; lines that are none are left out. */
    void read(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split(" ");
            try {
                if (parts.length == 3) {
                    Key key = new Key(Long.parseLong(parts[0], 36), Long.parseLong(parts[1], 36));
                    firsts.merge(key, Long.parseLong(parts[2], 36), Math::min);
                }
            } catch (NumberFormatException e) {
                continue;
            }
        }
    }

    /** Writes all, a line each: two halves of a digest and a time, in base 36. */
    void write(Writer out) throws IOException {
        for (Map.Entry<Key, Long> entry : firsts.entrySet()) {
            out.write(Long.toString(entry.getKey().one(), 36) + " " + Long.toString(entry.getKey().two(), 36) + " "
                    + Long.toString(entry.getValue(), 36) + "\n");
        }
    }
}

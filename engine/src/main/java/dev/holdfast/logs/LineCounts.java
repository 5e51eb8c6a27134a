package dev.holdfast.logs;

import java.util.Arrays;

/**
 * Counts how often the lines of a file came that nobody wants to see, by their digests. Bounded: what is known is forgotten
 * when there are too many.
 */
final class LineCounts {
    private static final int SMALLEST = 1 << 10;

    private final int max;
    private long[] digests = new long[SMALLEST];
    private int[] times = new int[SMALLEST];
    private int size;

    /** @param max most lines remembered */
    LineCounts(int max) {
        this.max = max;
    }

    /** To be called before the lines of another file. */
    void begin() {
        if (digests.length > SMALLEST) {
            digests = new long[SMALLEST];
            times = new int[SMALLEST];
        } else if (size > 0) {
            Arrays.fill(times, 0);
        }
        size = 0;
    }

    /** How often the line came, with this time. */
    int add(long digest) {
        int at = place(digest);
        if (times[at] == 0) {
            if (size >= max) {
                begin();
            } else if (size >= digests.length / 2) {
                grow();
            }
            at = place(digest);
            digests[at] = digest;
            size++;
        }
        return ++times[at];
    }

    private int place(long digest) {
        int at = (int) digest & (digests.length - 1);
        while (times[at] != 0 && digests[at] != digest) {
            at = (at + 1) & (digests.length - 1);
        }
        return at;
    }

    private void grow() {
        long[] before = digests;
        int[] counted = times;
        digests = new long[before.length * 4];
        times = new int[digests.length];
        for (int i = 0; i < before.length; i++) {
            if (counted[i] != 0) {
                int at = place(before[i]);
                digests[at] = before[i];
                times[at] = counted[i];
            }
        }
    }
}

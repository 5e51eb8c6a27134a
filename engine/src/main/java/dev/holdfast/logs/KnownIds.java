package dev.holdfast.logs;

import static dev.holdfast.model.ByteHash.mixed;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Remembers event ids so that each event is given once. Bounded: at least the newer half of the most it may hold is
 * remembered, what is older is forgotten. Of an id 128 bits of digest are kept, which no two ids of a log share by accident.
 */
final class KnownIds {
    private static final int SMALLEST = 1 << 10;

    /** Places of a table for each three ids: what is less full is room unused, what is fuller is slow. */
    private static final int PLACES_FOR_THREE = 4;

    private static final int LEAP = 1 << 16;

    private static final long FIRST = 0x9e3779b97f4a7c15L;
    private static final long SECOND = 0xc2b2ae3d27d4eb4fL;

    private final int half;
    private long[] young = new long[2 * SMALLEST];
    private long[] old = new long[0];
    private int size;
    private long low;
    private long high;
    private @Nullable String lastSource;
    private long sourceLow;
    private long sourceHigh;

    /** @param max most ids remembered */
    KnownIds(int max) {
        this.half = Math.max(1, max / 2);
    }

    /** True when the id was not known for the source; it is from now on. */
    boolean add(String source, String id) {
        begin(source);
        digest(id);
        return add();
    }

    /** The same for a record without an id, which is known by a digest of its bytes and by how often they came. */
    boolean add(String source, long digest, int times) {
        begin(source);
        low = mixed(low ^ digest);
        high = mixed(high + digest + times * FIRST);
        return add();
    }

    private boolean add() {
        // Zero means an empty place.
        high = high == 0 ? 1 : high;
        if (isIn(old) || isIn(young)) {
            return false;
        }
        if (size >= half) {
            turn();
        } else if (size >= young.length / 2L * 3 / PLACES_FOR_THREE) {
            grow();
        }
        put(young, low, high);
        size++;
        return true;
    }

    private void begin(String source) {
        // Records of a file come from one source, one after the other.
        if (!source.equals(lastSource)) {
            low = FIRST;
            high = SECOND;
            digest(source);
            lastSource = source;
            sourceLow = low;
            sourceHigh = high;
        }
        low = sourceLow;
        high = sourceHigh;
    }

    private void digest(String text) {
        long a = low;
        long b = high;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            a = (a ^ c) * 0x100000001b3L;
            b = Long.rotateLeft((b + c) * FIRST, 23);
        }
        low = mixed(a + text.length());
        high = mixed(b ^ low);
    }

    private boolean isIn(long[] table) {
        if (table.length == 0) {
            return false;
        }
        int at = place(table, low);
        while (table[at + 1] != 0) {
            if (table[at] == low && table[at + 1] == high) {
                return true;
            }
            at = at + 2 == table.length ? 0 : at + 2;
        }
        return false;
    }

    private static void put(long[] table, long a, long b) {
        int at = place(table, a);
        while (table[at + 1] != 0) {
            at = at + 2 == table.length ? 0 : at + 2;
        }
        table[at] = a;
        table[at + 1] = b;
    }

    /** Where in a table of any length to begin: the share of the table that the digest is of all digests. */
    private static int place(long[] table, long a) {
        return 2 * (int) Math.unsignedMultiplyHigh(a, table.length / 2);
    }

    /** The table filled last becomes the old one, and the one before is emptied for what comes. */
    private void turn() {
        long[] emptied = old.length == young.length ? old : new long[young.length];
        Arrays.fill(emptied, 0);
        old = young;
        young = emptied;
        size = 0;
    }

    private void grow() {
        long most = 2L * (half * (long) PLACES_FOR_THREE / 3 + 2);
        // A table that grew far enough becomes as large as it may get: each it leaves behind is room lost for long.
        long wanted = young.length >= LEAP ? most : Math.min(most, young.length * 4L);
        long[] larger = new long[(int) Math.max(wanted, young.length + 2)];
        for (int i = 0; i < young.length; i += 2) {
            if (young[i + 1] != 0) {
                put(larger, young[i], young[i + 1]);
            }
        }
        young = larger;
    }
}

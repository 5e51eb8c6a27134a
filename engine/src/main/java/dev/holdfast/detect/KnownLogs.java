package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells which branches of a {@link Matcher} a record belongs to, by the values of the few fields that say from which log it
 * is. Records with the same values belong to the same ones, so that only a few are looked at closely. Bounded. One thread.
 */
final class KnownLogs {
    private static final int PLACES = 1 << 9;

    /** Longer values are looked at closely each time. */
    private static final int LONGEST = 1 << 10;

    private static final int NO_KIND = 0xffff;

    private record Log(char[] signs, int[] branches) {}

    private final Matcher matcher;
    private final Found found;
    private final @Nullable Log[] logs = new Log[PLACES];
    private char[] signs = new char[256];
    private int length;

    KnownLogs(Matcher matcher, Found found) {
        this.matcher = matcher;
        this.found = found;
    }

    /** @param tree the record last read */
    int[] branches(Supplier<JsonNode> tree) {
        length = 0;
        int hash = 0;
        for (int[] slots : matcher.signs) {
            int slot = found.slot(slots);
            if (slot >= 0) {
                for (int link = found.firstLink(slot); link >= 0; link = found.nextLink(link)) {
                    add(found.valueOf(link));
                }
            }
            put((char) NO_KIND);
        }
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + signs[i];
        }
        int at = (hash ^ (hash >>> 9) ^ (hash >>> 18)) & (PLACES - 1);
        Log known = logs[at];
        if (known != null && Arrays.equals(known.signs, 0, known.signs.length, signs, 0, length)) {
            return known.branches;
        }
        int[] branches = matcher.branchesOf(tree.get());
        if (length <= LONGEST) {
            logs[at] = new Log(Arrays.copyOf(signs, length), branches);
        }
        return branches;
    }

    /** The value's kind, since null is no text, its length, so that none looks like several, and its text without case. */
    // The number never leaves this program's memory.
    @SuppressWarnings("EnumOrdinal")
    private void add(int value) {
        found.fold(value);
        char[] folded = found.folded();
        int from = found.foldedFrom(value);
        int to = found.foldedTo(value);
        put((char) found.kind(value).ordinal());
        put((char) (to - from));
        put((char) ((to - from) >>> 16));
        for (int i = from; i < to; i++) {
            put(folded[i]);
        }
    }

    private void put(char c) {
        if (length == signs.length) {
            signs = Arrays.copyOf(signs, length * 2);
        }
        signs[length++] = c;
    }
}

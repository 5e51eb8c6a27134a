package dev.holdfast.detect;

import java.util.Arrays;

/**
 * Tells whether JSON that was scanned stands as a tree would write it again, so that it need not become a tree to be
 * compared as text: no blanks, no escapes but needed ones, whole numbers, no name twice. When in doubt it says no. One thread.
 */
final class CompactJson {
    /** Names of all objects remembered at most; more of them are left to the tree. */
    private static final int MOST_NAMES = 1 << 10;

    /** Names as digests with the number of their object, each at the first free place from where its digest points. */
    private final long[] names = new long[2 * MOST_NAMES];

    private int known;
    private int objects;
    private byte[] in = new byte[0];

    /** True when the value between the two places is written so, in ASCII; it must be sound JSON. */
    boolean is(byte[] bytes, int from, int to) {
        in = bytes;
        // Names of values before are of other objects, and do no harm while there is room.
        if (known > MOST_NAMES / 2) {
            Arrays.fill(names, 0);
            known = 0;
            objects = 0;
        }
        return value(from) == to;
    }

    /** The place after the value, or -1 for no. */
    private int value(int at) {
        return switch (in[at]) {
            case '{' -> object(at + 1);
            case '[' -> array(at + 1);
            case '"' -> text(at + 1);
            case 't', 'n' -> at + 4;
            case 'f' -> at + 5;
            default -> number(at);
        };
    }

    private int object(int from) {
        if (in[from] == '}') {
            return from + 1;
        }
        int self = ++objects;
        int at = from;
        while (in[at] == '"') {
            int end = text(at + 1);
            if (end < 0 || in[end] != ':' || !isNew(self, at + 1, end - 1)) {
                return -1;
            }
            at = value(end + 1);
            if (at < 0) {
                return -1;
            }
            if (in[at] == '}') {
                return at + 1;
            }
            if (in[at] != ',') {
                return -1;
            }
            at++;
        }
        return -1;
    }

    private int array(int from) {
        if (in[from] == ']') {
            return from + 1;
        }
        int at = from;
        while (true) {
            at = value(at);
            if (at < 0 || (in[at] != ',' && in[at] != ']')) {
                return -1;
            }
            if (in[at] == ']') {
                return at + 1;
            }
            at++;
        }
    }

    private int text(int from) {
        int at = from;
        while (in[at] != '"') {
            if (in[at] == '\\') {
                at = escape(at + 1);
                if (at < 0) {
                    return -1;
                }
            } else if (in[at] < ' ') {
                return -1;
            } else {
                at++;
            }
        }
        return at + 1;
    }

    /** Past an escape, when what it means cannot be written without one, or in a shorter way. */
    private int escape(int at) {
        return switch (in[at]) {
            case '"', '\\', 'b', 'f', 'n', 'r', 't' -> at + 1;
            default -> -1;
        };
    }

    private int number(int from) {
        int at = in[from] == '-' ? from + 1 : from;
        int digits = at;
        while (in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        boolean whole = at > digits && in[at] != '.' && in[at] != 'e' && in[at] != 'E';
        boolean minusZero = digits > from && in[digits] == '0';
        return whole && !minusZero ? at : -1;
    }

    private boolean isNew(int object, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + in[i];
        }
        if (++known > MOST_NAMES) {
            return false;
        }
        long name = ((long) object << 32) | (hash & 0xffffffffL);
        int at = place(name);
        while (names[at] != 0) {
            if (names[at] == name) {
                return false;
            }
            at = (at + 1) & (names.length - 1);
        }
        names[at] = name;
        return true;
    }

    private int place(long name) {
        return (int) ((name * 0x9e3779b97f4a7c15L) >>> 40) & (names.length - 1);
    }
}

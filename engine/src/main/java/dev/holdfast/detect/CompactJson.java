package dev.holdfast.detect;

/**
 * Tells whether JSON that was scanned stands as a tree would write it again, so that it need not become a tree to be
 * compared as text: no blanks, no escapes, ASCII, whole numbers, no name twice. When in doubt it says no. One thread.
 */
final class CompactJson {
    /** Names of an object remembered at most; more of them are left to the tree. */
    private static final int MOST_NAMES = 24;

    private final int[] names = new int[512];
    private int top;
    private byte[] in = new byte[0];

    /** True when the value between the two places is written so; it must be sound JSON. */
    boolean is(byte[] bytes, int from, int to) {
        in = bytes;
        top = 0;
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
        int first = top;
        int at = from;
        while (in[at] == '"') {
            int end = text(at + 1);
            if (end < 0 || in[end] != ':' || !isNew(first, at + 1, end - 1)) {
                return -1;
            }
            at = value(end + 1);
            if (at < 0) {
                return -1;
            }
            if (in[at] == '}') {
                top = first;
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
            if (in[at] == '\\' || in[at] < ' ') {
                return -1;
            }
            at++;
        }
        return at + 1;
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

    private boolean isNew(int first, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + in[i];
        }
        for (int i = first; i < top; i++) {
            if (names[i] == hash) {
                return false;
            }
        }
        if (top - first >= MOST_NAMES || top == names.length) {
            return false;
        }
        names[top++] = hash;
        return true;
    }
}

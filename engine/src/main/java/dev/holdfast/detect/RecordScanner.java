package dev.holdfast.detect;

import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object from bytes in a single pass, taking only what some rule reads and checking the form of the
 * rest. Strict where Jackson is strict; whatever is unusual (a name twice, an escaped name, a document within a text) is
 * not decided here but reported as {@link #odd()}, and the record is then read as a tree. One thread.
 */
final class RecordScanner {
    /** The bytes end before the record does. */
    static final int CUT = -1;

    /** The bytes are no JSON object, or nested too deep. */
    static final int BROKEN = -2;

    private static final int MAX_DEPTH = 64;

    private final PathTrie trie;
    private final int everything;
    private final Found found;
    private final CompactJson compact = new CompactJson();
    private final int[] seen;
    private int objects;
    private byte[] in = new byte[0];
    private int limit;
    private boolean odd;
    private boolean plain;
    private boolean breaks;
    private boolean verbatim;
    private boolean all;

    /** @param everything the place that takes every single value of the record, or -1 */
    RecordScanner(PathTrie trie, int everything, Found found) {
        this.trie = trie;
        this.everything = everything;
        this.found = found;
        this.seen = new int[trie.size()];
    }

    /**
     * Reads the object that begins at a place.
     *
     * @return the place after it, {@link #CUT} or {@link #BROKEN}
     */
    int scan(byte[] bytes, int from, int to) {
        in = bytes;
        limit = to;
        odd = false;
        breaks = false;
        verbatim = true;
        all = false;
        found.begin(bytes);
        return from < to && bytes[from] == '{' ? object(trie, from + 1, 1) : BROKEN;
    }

    /** True when the record last scanned must be read as a tree to be understood as others would. */
    boolean odd() {
        return odd;
    }

    /** Takes every single value of the record last scanned, which began at a place. */
    void all(int from) {
        all = everything >= 0;
        if (all) {
            object(null, from + 1, 1);
        }
    }

    /**
     * True when what the values of the record last scanned say, but for controls, quotes and slashes, stands in its bytes as it
     * is, or in capitals.
     */
    boolean isVerbatim() {
        return verbatim;
    }

    /** True when the record last scanned goes over several lines. */
    boolean breaks() {
        return breaks;
    }

    private int blanks(int from) {
        int at = from;
        while (at < limit && in[at] <= ' ') {
            byte c = in[at];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                return BROKEN;
            }
            breaks |= c == '\n';
            at++;
        }
        return at < limit ? at : CUT;
    }

    private int object(@Nullable PathTrie node, int from, int depth) {
        if (depth > MAX_DEPTH) {
            return BROKEN;
        }
        int at = blanks(from);
        if (at >= 0 && in[at] == '}') {
            return at + 1;
        }
        int self = ++objects;
        while (at >= 0) {
            if (in[at] != '"') {
                return BROKEN;
            }
            int name = at + 1;
            int end = text(name);
            if (end < 0) {
                return end;
            }
            PathTrie child = null;
            if (node != null) {
                if (plain) {
                    child = node.child(in, name, end);
                } else {
                    child = node.child(JsonText.unescape(in, name, end));
                    odd |= child != null;
                }
                if (child != null) {
                    odd |= seen[child.number()] == self;
                    seen[child.number()] = self;
                }
            }
            at = after(end + 1, (byte) ':');
            if (at >= 0) {
                at = value(child, at, depth);
            }
            if (at >= 0) {
                at = blanks(at);
            }
            if (at < 0) {
                return at;
            }
            if (in[at] == '}') {
                return at + 1;
            }
            if (in[at] != ',') {
                return BROKEN;
            }
            at = blanks(at + 1);
        }
        return at;
    }

    private int after(int from, byte wanted) {
        int at = from < limit && in[from] == wanted ? from : blanks(from);
        if (at < 0) {
            return at;
        }
        return in[at] == wanted ? blanks(at + 1) : BROKEN;
    }

    private int array(@Nullable PathTrie node, int from, int depth) {
        if (depth > MAX_DEPTH) {
            return BROKEN;
        }
        int at = blanks(from);
        if (at >= 0 && in[at] == ']') {
            return at + 1;
        }
        while (at >= 0) {
            at = value(node, at, depth);
            if (at >= 0) {
                at = blanks(at);
            }
            if (at < 0) {
                return at;
            }
            if (in[at] == ']') {
                return at + 1;
            }
            if (in[at] != ',') {
                return BROKEN;
            }
            at = blanks(at + 1);
        }
        return at;
    }

    private int value(@Nullable PathTrie node, int at, int depth) {
        int slot = node == null ? -1 : node.slot();
        if (slot >= 0) {
            found.present(slot);
        }
        switch (in[at]) {
            case '"' -> {
                int end = text(at + 1);
                if (end >= 0) {
                    if (node != null && node.hasChildren()) {
                        odd |= JsonText.maybeDocument(in, at + 1, end);
                    }
                    take(slot, FieldValue.Kind.TEXT, at + 1, end, plain);
                    return end + 1;
                }
                return end;
            }
            case '{' -> {
                int end = object(node != null && node.hasChildren() ? node : null, at + 1, depth + 1);
                if (end >= 0 && slot >= 0) {
                    found.put(slot, found.value(FieldValue.Kind.STRUCTURE, at, end, compact.is(in, at, end)));
                }
                return end;
            }
            case '[' -> {
                return array(node, at + 1, depth + 1);
            }
            case 't' -> {
                return word(slot, at, "true", FieldValue.Kind.TRUTH);
            }
            case 'f' -> {
                return word(slot, at, "false", FieldValue.Kind.TRUTH);
            }
            case 'n' -> {
                return word(slot, at, "null", FieldValue.Kind.NULL);
            }
            default -> {
                return number(slot, at);
            }
        }
    }

    private void take(int slot, FieldValue.Kind kind, int from, int to, boolean simple) {
        if (slot >= 0) {
            found.put(slot, found.value(kind, from, to, simple));
        } else if (all) {
            found.put(everything, found.value(kind, from, to, simple));
        }
    }

    private int word(int slot, int at, String word, FieldValue.Kind kind) {
        int end = at + word.length();
        if (end > limit) {
            return CUT;
        }
        for (int i = 1; i < word.length(); i++) {
            if (in[at + i] != word.charAt(i)) {
                return BROKEN;
            }
        }
        take(slot, kind, at, end, true);
        return end;
    }

    private int number(int slot, int from) {
        int at = from;
        boolean whole = true;
        if (in[at] == '-') {
            at++;
        }
        int digits = at;
        at = digits(at);
        if (at == digits || (in[digits] == '0' && at > digits + 1)) {
            return at == limit ? CUT : BROKEN;
        }
        if (at < limit && in[at] == '.') {
            whole = false;
            digits = at + 1;
            at = digits(digits);
            if (at == digits) {
                return at == limit ? CUT : BROKEN;
            }
        }
        if (at < limit && (in[at] == 'e' || in[at] == 'E')) {
            whole = false;
            at++;
            if (at < limit && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            digits = at;
            at = digits(digits);
            if (at == digits) {
                return at == limit ? CUT : BROKEN;
            }
        }
        if (at == limit) {
            return CUT;
        }
        // Very long numbers are the business of the tree, which bounds them.
        odd |= at - from > 300;
        verbatim &= whole;
        take(slot, FieldValue.Kind.NUMBER, from, at, whole && in[from] != '-');
        return at;
    }

    private int digits(int from) {
        int at = from;
        while (at < limit && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        return at;
    }

    /** The place of the quote that ends a text; says in {@link #plain} whether it is ASCII without escapes. */
    private int text(int from) {
        byte[] bytes = in;
        int at = from;
        boolean simple = true;
        while (true) {
            // Always the eight of a place that eight divides, which the first compiler reads at once too.
            long wanted = -1L << ((at & 7) << 3);
            int place = at & -8;
            while (place + 8 <= limit) {
                long eight = EightBytes.at(bytes, place);
                long quote = eight ^ EightBytes.QUOTES;
                long slash = eight ^ EightBytes.SLASHES;
                long quotes = (quote - EightBytes.ONES) & ~quote;
                long slashes = (slash - EightBytes.ONES) & ~slash;
                long marks = (quotes | slashes | (eight - EightBytes.BLANKS) | eight) & EightBytes.HIGHS & wanted;
                if (marks != 0) {
                    at = place + EightBytes.first(marks);
                    break;
                }
                wanted = -1L;
                place += 8;
                at = place;
            }
            if (at >= limit) {
                return CUT;
            }
            byte c = bytes[at];
            if (c == '"') {
                plain = simple;
                return at;
            }
            if (c == '\\') {
                simple = false;
                at = escape(at);
            } else if (c < 0) {
                simple = false;
                at = wide(at);
            } else if (c < ' ') {
                return BROKEN;
            } else {
                at++;
            }
            if (at < 0) {
                return at;
            }
        }
    }

    private int escape(int at) {
        if (at + 1 >= limit) {
            return CUT;
        }
        switch (in[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return at + 2;
            }
            case 'u' -> {
                verbatim = false;
                if (at + 6 > limit) {
                    return CUT;
                }
                for (int i = at + 2; i < at + 6; i++) {
                    if (Character.digit(in[i], 16) < 0) {
                        return BROKEN;
                    }
                }
                return at + 6;
            }
            default -> {
                return BROKEN;
            }
        }
    }

    /** Past one character of UTF-8; one that Java reads in another way than Jackson is left to the tree. */
    private int wide(int at) {
        int lead = in[at] & 0xff;
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4) {
            return BROKEN;
        }
        if (at + length > limit) {
            return CUT;
        }
        for (int i = at + 1; i < at + length; i++) {
            if ((in[i] & 0xc0) != 0x80) {
                return BROKEN;
            }
        }
        int second = in[at + 1] & 0xff;
        // Some letters beyond ASCII are letters of ASCII in another case: an i without and with its dot, a long s,
        // kelvins.
        verbatim &= !(lead == 0xc4 && (second == 0xb0 || second == 0xb1))
                && !(lead == 0xc5 && second == 0xbf)
                && !(lead == 0xe2 && second == 0x84);
        odd |= (lead == 0xe0 && second < 0xa0)
                || (lead == 0xed && second >= 0xa0)
                || (lead == 0xf0 && second < 0x90)
                || (lead == 0xf4 && second >= 0x90);
        return at + length;
    }
}

package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one record holds at the places that rules read. Filled by a scanner, then asked; used again for the next record.
 * Values stay where they are in the record's bytes until something asks for them as text. One thread.
 */
final class Found {
    private static final int ASCII = 128;
    private static final char[] LOWER = new char[ASCII];

    static {
        for (int i = 0; i < ASCII; i++) {
            LOWER[i] = WildcardText.fold((char) i);
        }
    }

    private final int[] first;
    private final int[] last;
    private final int[] stamp;
    private int generation;

    private int values;
    private FieldValue.Kind[] kind = new FieldValue.Kind[64];
    private boolean[] simple = new boolean[64];
    private int[] from = new int[64];
    private int[] to = new int[64];
    private int[] foldFrom = new int[64];
    private int[] foldTo = new int[64];
    private @Nullable String[] text = new String[64];
    private @Nullable JsonNode[] node = new JsonNode[64];

    private int links;
    private int[] linkValue = new int[64];
    private int[] linkNext = new int[64];

    private char[] folded = new char[4096];
    private int foldedEnd;
    private byte[] bytes = new byte[0];

    /** @param slots how many places are read */
    Found(int slots) {
        first = new int[slots];
        last = new int[slots];
        stamp = new int[slots];
    }

    /** Forgets the record before. */
    void begin(byte[] record) {
        bytes = record;
        generation++;
        values = 0;
        links = 0;
        foldedEnd = 0;
    }

    /** Says that something stands at the place, be it an empty array. */
    void present(int slot) {
        if (stamp[slot] != generation) {
            stamp[slot] = generation;
            first[slot] = -1;
        }
    }

    /** A value in the bytes; texts without their quotes. Simple is what stands as a tree would write it, in ASCII. */
    int value(FieldValue.Kind what, int start, int end, boolean isSimple) {
        int value = next(what);
        from[value] = start;
        to[value] = end;
        simple[value] = isSimple;
        text[value] = null;
        node[value] = null;
        return value;
    }

    /** A value of a tree. */
    int value(JsonNode of) {
        FieldValue.Kind what = switch (of.getNodeType()) {
            case STRING -> FieldValue.Kind.TEXT;
            case NUMBER -> FieldValue.Kind.NUMBER;
            case BOOLEAN -> FieldValue.Kind.TRUTH;
            case OBJECT, ARRAY -> FieldValue.Kind.STRUCTURE;
            default -> FieldValue.Kind.NULL;
        };
        int value = next(what);
        simple[value] = false;
        text[value] = null;
        node[value] = of;
        return value;
    }

    // The number never leaves this program's memory, and a byte keeps the array small.
    @SuppressWarnings("EnumOrdinal")
    private int next(FieldValue.Kind what) {
        if (values == kind.length) {
            int more = values * 2;
            kind = Arrays.copyOf(kind, more);
            simple = Arrays.copyOf(simple, more);
            from = Arrays.copyOf(from, more);
            to = Arrays.copyOf(to, more);
            foldFrom = Arrays.copyOf(foldFrom, more);
            foldTo = Arrays.copyOf(foldTo, more);
            text = Arrays.copyOf(text, more);
            node = Arrays.copyOf(node, more);
        }
        kind[values] = what;
        foldFrom[values] = -1;
        return values++;
    }

    /** Puts a value at a place. */
    void put(int slot, int value) {
        present(slot);
        if (links == linkValue.length) {
            linkValue = Arrays.copyOf(linkValue, links * 2);
            linkNext = Arrays.copyOf(linkNext, links * 2);
        }
        linkValue[links] = value;
        linkNext[links] = -1;
        if (first[slot] < 0) {
            first[slot] = links;
        } else {
            linkNext[last[slot]] = links;
        }
        last[slot] = links++;
    }

    boolean isPresent(int slot) {
        return stamp[slot] == generation;
    }

    /** The first of some places where something is; -1 when nothing is at any. */
    int slot(int[] slots) {
        for (int slot : slots) {
            if (stamp[slot] == generation) {
                return slot;
            }
        }
        return -1;
    }

    /** The place's first link, or -1; to be asked only where something is present. */
    int firstLink(int slot) {
        return first[slot];
    }

    int nextLink(int link) {
        return linkNext[link];
    }

    int valueOf(int link) {
        return linkValue[link];
    }

    FieldValue.Kind kind(int value) {
        return kind[value];
    }

    /** How long a text is where it stands in the record's bytes; -1 when it is another kind of value, or one of a tree. */
    int length(int value) {
        return kind[value] == FieldValue.Kind.TEXT && node[value] == null ? to[value] - from[value] : -1;
    }

    byte[] bytes() {
        return bytes;
    }

    int from(int value) {
        return from[value];
    }

    boolean isSimple(int value) {
        return simple[value];
    }

    FieldValue get(int value) {
        return kind(value) == FieldValue.Kind.NULL ? FieldValue.NULL : new FieldValue(kind(value), text(value));
    }

    /** The value as text, by the rules of {@link FieldValue}. */
    String text(int value) {
        String known = text[value];
        if (known == null) {
            JsonNode tree = node[value];
            known = tree != null ? FieldValue.of(tree).text() : fromBytes(value);
            text[value] = known;
        }
        return known;
    }

    private String fromBytes(int value) {
        int start = from[value];
        int length = to[value] - start;
        if (simple[value]) {
            return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        }
        return switch (kind(value)) {
            case NUMBER -> JsonText.number(bytes, start, to[value]);
            case STRUCTURE -> JsonText.structure(bytes, start, to[value]);
            default -> JsonText.unescape(bytes, start, to[value]);
        };
    }

    /** Makes the value's text without case ready in {@link #folded()}, between the two ends. */
    void fold(int value) {
        if (foldFrom[value] >= 0) {
            return;
        }
        foldFrom[value] = foldedEnd;
        if (simple[value]) {
            int start = from[value];
            int length = to[value] - start;
            room(length);
            char[] out = folded;
            int at = foldedEnd;
            for (int i = 0; i < length; i++) {
                out[at + i] = LOWER[bytes[start + i]];
            }
            foldedEnd += length;
        } else if (!foldBytes(value)) {
            String whole = text(value);
            room(whole.length());
            for (int i = 0; i < whole.length(); i++) {
                char c = whole.charAt(i);
                folded[foldedEnd++] = c < ASCII ? LOWER[c] : WildcardText.fold(c);
            }
        }
        foldTo[value] = foldedEnd;
    }

    /** Folds a text from its bytes, which is cheap where nothing but short escapes stands in it, as in paths of Windows. */
    private boolean foldBytes(int value) {
        if (kind[value] != FieldValue.Kind.TEXT || node[value] != null) {
            return false;
        }
        int end = to[value];
        room(end - from[value]);
        char[] out = folded;
        int at = foldedEnd;
        for (int i = from[value]; i < end; i++) {
            int c = bytes[i];
            if (c == '\\') {
                c = JsonText.shortEscape(bytes[++i]);
            }
            if (c < 0) {
                return false;
            }
            out[at++] = LOWER[c];
        }
        foldedEnd = at;
        return true;
    }

    private void room(int length) {
        if (foldedEnd + length > folded.length) {
            folded = Arrays.copyOf(folded, Math.max(folded.length * 2, foldedEnd + length));
        }
    }

    char[] folded() {
        return folded;
    }

    int foldedFrom(int value) {
        return foldFrom[value];
    }

    int foldedTo(int value) {
        return foldTo[value];
    }
}

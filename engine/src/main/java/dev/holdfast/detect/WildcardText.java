package dev.holdfast.detect;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text of a Sigma rule with wildcards: {@code *} any number of characters, {@code ?} one. Backslash escapes a wildcard
 * or a backslash and is plain before anything else (Sigma specification 2.1.0, "Escape Character"). Compared without
 * regard to case unless asked.
 */
final class WildcardText {
    private static final int STAR = -1;
    private static final int ONE = -2;
    private static final int DASH = -3;
    private static final String DASHES = "-/\u2013\u2014\u2015";

    private final int[] parts;
    private final boolean bytes;
    private final boolean cased;

    private WildcardText(int[] parts, boolean bytes, boolean cased) {
        this.parts = parts;
        this.bytes = bytes;
        this.cased = cased;
    }

    /** Reads a rule's text. */
    static WildcardText parse(String text) {
        int[] parts = new int[text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escape = c == '\\' && i + 1 < text.length() && "*?\\".indexOf(text.charAt(i + 1)) >= 0;
            if (escape) {
                i++;
                parts[size++] = text.charAt(i);
            } else {
                parts[size++] = c == '*' ? STAR : c == '?' ? ONE : c;
            }
        }
        return new WildcardText(Arrays.copyOf(parts, size), false, false);
    }

    /** A text without wildcards. */
    static WildcardText literal(String text) {
        return new WildcardText(text.chars().toArray(), false, false);
    }

    WildcardText caseSensitive() {
        return new WildcardText(parts, bytes, true);
    }

    WildcardText startsWith() {
        return around(false, true);
    }

    WildcardText endsWith() {
        return around(true, false);
    }

    WildcardText contains() {
        return around(true, true);
    }

    private WildcardText around(boolean before, boolean after) {
        boolean addBefore = before && (parts.length == 0 || parts[0] != STAR);
        boolean addAfter = after && (parts.length == 0 || parts[parts.length - 1] != STAR);
        int[] out = new int[parts.length + (addBefore ? 1 : 0) + (addAfter ? 1 : 0)];
        System.arraycopy(parts, 0, out, addBefore ? 1 : 0, parts.length);
        if (addBefore) {
            out[0] = STAR;
        }
        if (addAfter) {
            out[out.length - 1] = STAR;
        }
        return new WildcardText(out, bytes, cased);
    }

    /**
     * Dashes and slashes that begin a flag match each other and the typographic dashes. One part that matches any of
     * them stands for all permutations.
     */
    WildcardText anyDash() {
        int[] out = parts.clone();
        for (int i = 0; i < parts.length; i++) {
            boolean dash = parts[i] >= 0 && DASHES.indexOf(parts[i]) >= 0;
            if (dash && (i == 0 || !isWord(parts[i - 1])) && i + 1 < parts.length && isWord(parts[i + 1])) {
                out[i] = DASH;
            }
        }
        return new WildcardText(out, bytes, cased);
    }

    private static boolean isWord(int part) {
        return part == '_' || (part >= 0 && Character.isLetterOrDigit(part));
    }

    boolean hasWildcards() {
        return Arrays.stream(parts).anyMatch(part -> part < 0);
    }

    /** How a text without wildcards in its midst must stand in a value. */
    enum Shape {
        WHOLE,
        BEGIN,
        END,
        WITHIN,
        /** Wildcards stand between its parts. */
        MIXED
    }

    /** How it must stand, when {@link #literal()} is looked for instead of the whole pattern. */
    Shape shape() {
        boolean before = parts.length > 0 && parts[0] == STAR;
        boolean after = parts.length > (before ? 1 : 0) && parts[parts.length - 1] == STAR;
        for (int i = before ? 1 : 0; i < parts.length - (after ? 1 : 0); i++) {
            if (parts[i] < 0) {
                return Shape.MIXED;
            }
        }
        if (before && after) {
            return Shape.WITHIN;
        }
        return before ? Shape.END : after ? Shape.BEGIN : Shape.WHOLE;
    }

    /** The longest run of plain characters in it, without case; every value that matches holds it. */
    String literal() {
        String best = "";
        StringBuilder run = new StringBuilder();
        for (int i = 0; i <= parts.length; i++) {
            if (i < parts.length && parts[i] >= 0) {
                run.append(fold((char) parts[i]));
            } else {
                best = run.length() > best.length() ? run.toString() : best;
                run.setLength(0);
            }
        }
        return best;
    }

    boolean isCased() {
        return cased;
    }

    /** The bytes of a text without wildcards, UTF-8 unless an encoding was chosen before. */
    byte[] toBytes() {
        StringBuilder text = new StringBuilder();
        Arrays.stream(parts).forEach(part -> text.append((char) part));
        return text.toString().getBytes(bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** The same text in another encoding, one part per byte. */
    WildcardText encoded(Charset charset, byte... before) {
        byte[] body = new String(toBytes(), StandardCharsets.UTF_8).getBytes(charset);
        byte[] all = Arrays.copyOf(before, before.length + body.length);
        System.arraycopy(body, 0, all, before.length, body.length);
        return new WildcardText(
                new String(all, StandardCharsets.ISO_8859_1).chars().toArray(), true, cased);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WildcardText text
                && Arrays.equals(parts, text.parts)
                && bytes == text.bytes
                && cased == text.cased;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parts) * 2 + (cased ? 1 : 0);
    }

    /** True when the whole value matches; linear but for a star followed by many near matches. */
    boolean matches(String value) {
        int v = 0;
        int p = 0;
        int starPart = -1;
        int starValue = 0;
        while (v < value.length()) {
            if (p < parts.length && parts[p] == STAR) {
                starPart = p++;
                starValue = v;
            } else if (p < parts.length && fits(parts[p], value.charAt(v))) {
                v += parts[p] == ONE ? width(value, v) : 1;
                p++;
            } else if (starPart >= 0) {
                p = starPart + 1;
                starValue += width(value, starValue);
                v = starValue;
            } else {
                return false;
            }
        }
        while (p < parts.length && parts[p] == STAR) {
            p++;
        }
        return p == parts.length;
    }

    private boolean fits(int part, char c) {
        return switch (part) {
            case ONE -> true;
            case DASH -> DASHES.indexOf(c) >= 0;
            default -> part == c || (!cased && fold((char) part) == fold(c));
        };
    }

    /** Two characters that fold alike are the same without regard to case. */
    static char fold(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    private static int width(String value, int at) {
        boolean pair = Character.isHighSurrogate(value.charAt(at))
                && at + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(at + 1));
        return pair ? 2 : 1;
    }
}

package dev.holdfast.lake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.LongConsumer;

/**
 * The words of a record, as hashes, by which it can be ruled out without reading it. A word is a run of letters, digits,
 * {@code _}, {@code -} and {@code .}, of three or more, ignoring case; numbers have five digits or more. Besides, one word each:
 * an ARN and every beginning of it that ends where a part of it ends; an IPv6 or hardware address; and for names with dots each
 * of their parents. Names of members are no words, values are.
 */
final class EventWords {
    static final int LONGEST = 512;
    private static final int FEWEST_DIGITS = 5;
    private static final int FEWEST = 3;
    private static final int DEEPEST = 100;

    private EventWords() {}

    /** Gives the words of every value of a record; the same may come several times. */
    static void of(JsonNode record, LongConsumer words) {
        of(record, words, 0);
    }

    private static void of(JsonNode node, LongConsumer words, int depth) {
        if (node.isTextual()) {
            of(node.textValue(), words);
        } else if (node.isIntegralNumber()) {
            of(node.asText(), words);
        } else if (depth < DEEPEST) {
            for (JsonNode child : node) {
                of(child, words, depth + 1);
            }
        }
    }

    /** Gives the words of a text. */
    static void of(String text, LongConsumer words) {
        int length = text.length();
        int at = 0;
        while (at < length) {
            if (!inWord(text.charAt(at))) {
                at++;
                continue;
            }
            int end = at + 1;
            while (end < length && inWord(text.charAt(end))) {
                end++;
            }
            word(text, at, end, words);
            if (end < length && text.charAt(end) == ':') {
                int start = at;
                while (start < end && edge(text.charAt(start))) {
                    start++;
                }
                if (end - start == 3 && text.regionMatches(true, start, "arn", 0, 3)) {
                    name(text, start, words);
                } else if (at == 0 || text.charAt(at - 1) != ':') {
                    address(text, at, words);
                }
            }
            at = end;
        }
    }

    private static void word(String text, int from, int to, LongConsumer words) {
        int start = from;
        int end = to;
        while (start < end && edge(text.charAt(start))) {
            start++;
        }
        while (end > start && edge(text.charAt(end - 1))) {
            end--;
        }
        if (!counts(text, start, end)) {
            return;
        }
        words.accept(hash(text, start, end));
        if (!Character.isLetter(text.charAt(end - 1))) {
            return;
        }
        int lastDot = end - 1;
        while (lastDot > start && text.charAt(lastDot) != '.') {
            lastDot--;
        }
        for (int dot = text.indexOf('.', start); dot >= 0 && dot < lastDot; dot = text.indexOf('.', dot + 1)) {
            if (counts(text, dot + 1, end)) {
                words.accept(hash(text, dot + 1, end));
            }
        }
    }

    /** False for what is too short to tell anything, or too long to be looked for. */
    static boolean counts(String text, int start, int end) {
        if (end - start < FEWEST || end - start > LONGEST) {
            return false;
        }
        if (end - start >= FEWEST_DIGITS) {
            return true;
        }
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return true;
            }
        }
        return false;
    }

    /** An ARN that begins here: its beginnings, from the one with all of its six parts. */
    private static void name(String text, int from, LongConsumer words) {
        int colons = 0;
        int end = Math.min(text.length(), from + LONGEST);
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (inWord(c)) {
                continue;
            }
            if (colons >= 5) {
                beginning(text, from, i, words);
            }
            colons += c == ':' ? 1 : 0;
            if (c <= ' ' || "\"'`,;()[]{}<>|\\".indexOf(c) >= 0) {
                return;
            }
        }
        if (colons >= 5 && end == text.length()) {
            beginning(text, from, end, words);
        }
    }

    private static void beginning(String text, int from, int to, LongConsumer words) {
        int end = to;
        while (end > from && edge(text.charAt(end - 1))) {
            end--;
        }
        words.accept(hash(text, from, end));
    }

    /** An address with colons that begins here. */
    private static void address(String text, int from, LongConsumer words) {
        int end = addressEnd(text, from);
        if (end > from) {
            words.accept(hash(text, from, end));
        }
    }

    /** Where such an address ends; {@code from} when there is none. */
    static int addressEnd(String text, int from) {
        int colons = 0;
        int end = from;
        while (end < text.length() && end - from < 50) {
            char c = text.charAt(end);
            boolean hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.';
            if (!hex && c != ':') {
                break;
            }
            colons += c == ':' ? 1 : 0;
            end++;
        }
        boolean ends = end == text.length() || !inWord(text.charAt(end));
        while (end > from && text.charAt(end - 1) == '.') {
            end--;
        }
        return ends && colons >= 2 ? end : from;
    }

    static boolean inWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || c == '-'
                || c == '.'
                || c == '_'
                || (c > 127 && Character.isLetterOrDigit(c));
    }

    /** Signs that belong to a word only inside it. */
    static boolean edge(char c) {
        return c == '.' || c == '-';
    }

    static long hash(String text, int from, int to) {
        long h = 0x9E37_79B9_7F4A_7C15L ^ (to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            char low = c < 128 ? (c >= 'A' && c <= 'Z' ? (char) (c + 32) : c) : Character.toLowerCase(c);
            h = (h ^ low) * 0x0000_0100_0000_01B3L;
            h ^= h >>> 29;
        }
        h *= 0xBF58_476D_1CE4_E5B9L;
        h ^= h >>> 32;
        h *= 0x94D0_49BB_1331_11EBL;
        return h ^ (h >>> 29);
    }
}

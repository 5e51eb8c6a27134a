package dev.holdfast.detect;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Turns bytes of JSON that a scanner found whole into texts, as the tree of the same record would give them. */
final class JsonText {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(256).build());
    }

    private JsonText() {}

    /** The text between two quotes, its escapes undone. */
    static String unescape(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\\') {
            at++;
        }
        if (at == to) {
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder out = new StringBuilder(to - from);
        int plain = from;
        while (at < to) {
            if (bytes[at] != '\\') {
                at++;
                continue;
            }
            out.append(new String(bytes, plain, at - plain, StandardCharsets.UTF_8));
            byte c = bytes[at + 1];
            if (c == 'u') {
                int code = 0;
                for (int i = at + 2; i < at + 6; i++) {
                    code = code * 16 + Character.digit(bytes[i], 16);
                }
                out.append((char) code);
                at += 6;
            } else {
                out.append((char) shortEscape(c));
                at += 2;
            }
            plain = at;
        }
        return out.append(new String(bytes, plain, to - plain, StandardCharsets.UTF_8))
                .toString();
    }

    /** What a backslash and this mean; -1 for the long escape by number. */
    static int shortEscape(byte c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> -1;
            default -> c;
        };
    }

    /** A number as the tree writes it: whole ones as they are, others as a double. */
    static String number(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return Double.toString(Double.parseDouble(text));
            }
        }
        return text.equals("-0") ? "0" : text;
    }

    /** An object or array as compact JSON. */
    static String structure(byte[] bytes, int from, int to) {
        return tree(bytes, from, to).toString();
    }

    /** A record that a scanner found whole, as a tree. */
    static JsonNode tree(byte[] bytes, int from, int to) {
        try {
            return JSON.readTree(bytes, from, to - from);
        } catch (IOException e) {
            throw new UncheckedIOException("a record that was scanned cannot be read", e);
        }
    }

    /** True when the text may be a document of its own. */
    static boolean maybeDocument(byte[] in, int from, int to) {
        int at = from;
        while (at < to && in[at] == ' ') {
            at++;
        }
        return at < to && (in[at] == '{' || in[at] == '[' || in[at] == '\\');
    }
}

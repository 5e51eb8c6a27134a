package dev.holdfast.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The one spelling of a JSON value, so that equal values have equal digests: members sorted by name, no white space,
 * numbers without needless zeros.
 *
 * @param text the spelling
 */
public record CanonicalJson(String text) {
    /** Spells a value. */
    public static CanonicalJson of(JsonNode value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return new CanonicalJson(out.toString());
    }

    /** SHA-256 of the spelling in UTF-8, lower-case hex. */
    public String sha256() {
        return HexFormat.of().formatHex(sha256Digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The digest of an object whose long lists are given element by element, so that its spelling is never held as a whole.
     * The same as that of the object with the lists in it.
     *
     * @param object its other members
     * @param lists members by name; where the object has one of the same name, the list counts
     */
    public static String sha256(ObjectNode object, Map<String, ? extends Iterable<JsonNode>> lists) {
        Set<String> names = new TreeSet<>(lists.keySet());
        object.fieldNames().forEachRemaining(names::add);
        MessageDigest digest = sha256Digest();
        StringBuilder out = new StringBuilder("{");
        String between = "";
        for (String name : names) {
            out.append(between);
            quote(name, out);
            out.append(':');
            Iterable<JsonNode> list = lists.get(name);
            if (list == null) {
                write(object.path(name), out);
            } else {
                String comma = "[";
                for (JsonNode item : list) {
                    write(item, out.append(comma));
                    flush(out, digest);
                    comma = ",";
                }
                out.append(comma.equals("[") ? "[]" : "]");
            }
            flush(out, digest);
            between = ",";
        }
        flush(out.append('}'), digest);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void flush(StringBuilder out, MessageDigest digest) {
        digest.update(out.toString().getBytes(StandardCharsets.UTF_8));
        out.setLength(0);
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void write(JsonNode value, StringBuilder out) {
        if (value.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                members.put(member.getKey(), member.getValue());
            }
            out.append('{');
            Iterator<Map.Entry<String, JsonNode>> each = members.entrySet().iterator();
            while (each.hasNext()) {
                Map.Entry<String, JsonNode> member = each.next();
                quote(member.getKey(), out);
                out.append(':');
                write(member.getValue(), out);
                out.append(each.hasNext() ? "," : "");
            }
            out.append('}');
        } else if (value.isArray()) {
            out.append('[');
            for (int i = 0; i < value.size(); i++) {
                out.append(i == 0 ? "" : ",");
                write(value.get(i), out);
            }
            out.append(']');
        } else if (value.isTextual()) {
            quote(value.textValue(), out);
        } else if ((value.isDouble() || value.isFloat()) && !Double.isFinite(value.doubleValue())) {
            // What a log had too large a number for has no other form.
            quote(value.asText(), out);
        } else if (value.isNumber() && !value.isIntegralNumber()) {
            out.append(value.decimalValue().stripTrailingZeros().toPlainString());
        } else {
            out.append(value.asText("null"));
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}

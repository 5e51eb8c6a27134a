package dev.holdfast.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

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
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
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

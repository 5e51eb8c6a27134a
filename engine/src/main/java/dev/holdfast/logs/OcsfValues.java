package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.content.OcsfSchema;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what a log says into the types of OCSF; what does not fit its type is no value. */
final class OcsfValues {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final int LONGEST = 64 * 1024;
    private static final Pattern V4 = Pattern.compile(
            "((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[0-9]{1,2})\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[0-9]{1,2})");
    private static final Pattern MAC = Pattern.compile("([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}");
    private static final Pattern EMAIL =
            Pattern.compile("[a-zA-Z0-9!#$%&'*+/=?^_`{|}~.-]+@[a-zA-Z0-9-]+\\.[a-zA-Z0-9.-]+");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private OcsfValues() {}

    /** The value as the attribute's type; null when it is none. */
    static @Nullable JsonNode fit(JsonNode value, OcsfSchema.Attribute attribute) {
        String type = attribute.type();
        if (type.equals("j")) {
            return value;
        }
        if (!value.isValueNode() || value.isNull()) {
            return type.equals("s") && !value.isNull() && !value.isMissingNode() && !value.isEmpty()
                    ? text(value.toString())
                    : null;
        }
        String text = value.isFloatingPointNumber()
                ? new java.math.BigDecimal(value.asText()).toPlainString()
                : value.asText();
        if (text.isEmpty() || text.equals("-")) {
            return null;
        }
        return switch (type) {
            case "i", "l", "p" -> whole(text, attribute);
            case "t" ->
                LogTimes.parse(text, null)
                        .map(t -> (JsonNode) MAKE.numberNode(t.toEpochMilli()))
                        .orElse(null);
            case "f" -> number(text);
            case "b" -> truth(text);
            case "ip" -> isAddress(text) ? text(text) : null;
            case "mac" -> MAC.matcher(text).matches() ? text(text) : null;
            case "email" -> EMAIL.matcher(text).matches() ? text(text) : null;
            case "uuid" -> UUID.matcher(text).matches() ? text(text) : null;
            case "subnet" -> text.length() <= 42 ? text(text) : null;
            case "dt", "bytes" -> null;
            default -> type.startsWith("@") ? null : text(text);
        };
    }

    private static JsonNode text(String text) {
        return MAKE.textNode(text.length() <= LONGEST ? text : text.substring(0, LONGEST));
    }

    private static @Nullable JsonNode whole(String text, OcsfSchema.Attribute attribute) {
        try {
            String plain = text.startsWith("0x") ? Long.toString(Long.parseLong(text.substring(2), 16)) : text;
            long value = plain.indexOf('.') >= 0 ? (long) Double.parseDouble(plain) : Long.parseLong(plain);
            if (attribute.type().equals("p") && (value < 0 || value > 65_535)) {
                return null;
            }
            if (attribute.type().equals("i") && (value > Integer.MAX_VALUE || value < Integer.MIN_VALUE)) {
                return null;
            }
            if (!attribute.values().isEmpty() && !attribute.values().containsKey((int) value)) {
                return attribute.values().containsKey(99) ? MAKE.numberNode(99) : null;
            }
            return MAKE.numberNode(value);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable JsonNode number(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? MAKE.numberNode(value) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable JsonNode truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "1" -> MAKE.booleanNode(true);
            case "false", "f", "no", "0" -> MAKE.booleanNode(false);
            default -> null;
        };
    }

    static boolean isAddress(String text) {
        return V4.matcher(text).matches() || (text.length() <= 40 && isVersion6(text));
    }

    private static boolean isVersion6(String text) {
        int percent = text.indexOf('%');
        String plain = percent < 0 ? text : text.substring(0, percent);
        if (plain.indexOf(':') < 0 || !plain.matches("[0-9a-fA-F:.]+") || plain.contains(":::")) {
            return false;
        }
        int doubled = plain.indexOf("::");
        if (doubled >= 0 && plain.indexOf("::", doubled + 1) >= 0) {
            return false;
        }
        String[] parts = plain.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (part.indexOf('.') >= 0) {
                if (i != parts.length - 1 || !V4.matcher(part).matches()) {
                    return false;
                }
                count += 2;
            } else if (part.length() > 4) {
                return false;
            } else if (!part.isEmpty()) {
                count++;
            } else if (doubled < 0) {
                return false;
            }
        }
        boolean edges =
                (!plain.startsWith(":") || plain.startsWith("::")) && (!plain.endsWith(":") || plain.endsWith("::"));
        return edges && (doubled >= 0 ? count <= 7 : count == 8);
    }
}

package dev.holdfast.access;

import com.fasterxml.jackson.databind.JsonNode;

/** A JSON tree as YAML that every YAML reader takes for the same tree: every text is quoted. */
final class YamlText {
    private YamlText() {}

    static String of(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, "", out);
        return out.toString();
    }

    private static void write(JsonNode node, String indent, StringBuilder out) {
        if (node.isObject()) {
            node.properties().forEach(e -> {
                out.append(indent).append(key(e.getKey())).append(':');
                value(e.getValue(), indent + "  ", out);
            });
        } else {
            for (JsonNode item : node) {
                if (item.isObject() && !item.isEmpty()) {
                    // The first member stands behind the dash, the others below it.
                    StringBuilder inner = new StringBuilder();
                    write(item, indent + "  ", inner);
                    out.append(indent).append("- ").append(inner.substring(indent.length() + 2));
                } else {
                    out.append(indent).append('-');
                    value(item, indent + "  ", out);
                }
            }
        }
    }

    private static void value(JsonNode value, String indent, StringBuilder out) {
        if (value.isContainerNode() && !value.isEmpty()) {
            out.append('\n');
            write(value, indent, out);
        } else {
            out.append(' ')
                    .append(value.isTextual() ? quoted(value.asText()) : value.toString())
                    .append('\n');
        }
    }

    private static String key(String key) {
        return key.matches("[A-Za-z][A-Za-z0-9]*") ? key : quoted(key);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

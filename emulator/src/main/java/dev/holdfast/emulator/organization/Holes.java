package dev.holdfast.emulator.organization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills {@code ${name}} in texts; holes may lie in holes, the innermost is filled first. */
final class Holes {
    /** Names have no dollar or braces, which finds the innermost hole. */
    private static final Pattern HOLE = Pattern.compile("\\$\\{([^${}]+)}");

    private static final int MAX_ROUNDS = 4;

    /** A hole that has no value. */
    static final class Unfilled extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Unfilled(String message) {
            super(message);
        }
    }

    private Holes() {}

    /** @throws Unfilled naming the hole that has no value */
    static JsonNode filled(JsonNode template, Map<String, JsonNode> values) {
        if (template.isObject()) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            template.properties().forEach(e -> out.set(text(e.getKey(), values), filled(e.getValue(), values)));
            return out;
        } else if (template.isArray()) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            template.forEach(item -> out.add(filled(item, values)));
            return out;
        }
        return template.isTextual() ? TextNode.valueOf(text(template.asText(), values)) : template;
    }

    static String text(String template, Map<String, JsonNode> values) {
        String out = template;
        for (int round = 0; round < MAX_ROUNDS && HOLE.matcher(out).find(); round++) {
            out = HOLE.matcher(out)
                    .replaceAll(hole -> Matcher.quoteReplacement(
                            value(hole.group(1), values).asText()));
        }
        return out;
    }

    private static JsonNode value(String name, Map<String, JsonNode> values) {
        JsonNode whole = values.get(name);
        int dot = name.indexOf('.');
        if (whole == null && dot > 0 && values.containsKey(name.substring(0, dot))) {
            whole = at(values.get(name.substring(0, dot)), name.substring(dot + 1));
        }
        if (whole == null) {
            throw new Unfilled("nothing was kept under `" + name + "`");
        }
        return whole;
    }

    /** The value at a path such as {@code Roots[0].Id}, or null. */
    static @Nullable JsonNode at(@Nullable JsonNode root, String path) {
        JsonNode at = root;
        for (String step : path.split("[.\\[]")) {
            if (at == null) {
                return null;
            }
            at = step.endsWith("]") ? at.get(Integer.parseInt(step.substring(0, step.length() - 1))) : at.get(step);
        }
        return at;
    }
}

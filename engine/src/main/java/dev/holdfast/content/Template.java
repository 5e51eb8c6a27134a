package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Values with {@code {{ references }}}, as Systems Manager writes them. A text that is nothing but a reference takes the
 * value with its type; a reference inside a longer text takes it as text.
 */
public final class Template {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*([A-Za-z][A-Za-z0-9_.:-]*)\\s*\\}\\}");

    /** A reference that has no value. */
    public static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(String reference) {
            super("`{{ " + reference + " }}` has no value");
        }
    }

    private Template() {}

    /** All references in a value, in order of appearance. */
    public static List<String> references(JsonNode value) {
        List<String> out = new ArrayList<>();
        collect(value, out);
        return out;
    }

    private static void collect(JsonNode value, List<String> out) {
        if (value.isTextual()) {
            Matcher matcher = REFERENCE.matcher(value.textValue());
            while (matcher.find()) {
                out.add(matcher.group(1));
            }
        }
        value.forEach(child -> collect(child, out));
    }

    /**
     * Puts values in the place of references.
     *
     * @param template the value with references
     * @param values the value of a reference; a missing or null node when it has none
     * @throws Missing when a reference has no value
     */
    public static JsonNode fill(JsonNode template, Function<String, JsonNode> values) {
        if (template instanceof ObjectNode object) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(e -> out.set(e.getKey(), fill(e.getValue(), values)));
            return out;
        }
        if (template instanceof ArrayNode list) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> out.add(fill(item, values)));
            return out;
        }
        return template.isTextual() ? fillText(template.textValue(), values) : template;
    }

    private static JsonNode fillText(String text, Function<String, JsonNode> values) {
        Matcher matcher = REFERENCE.matcher(text);
        if (matcher.matches()) {
            return value(matcher.group(1), values);
        }
        return TextNode.valueOf(replace(text, name -> {
            JsonNode value = value(name, values);
            return value.isValueNode() ? value.asText() : value.toString();
        }));
    }

    /**
     * Puts values into a JMESPath expression as literals, so that no value can become part of the expression.
     *
     * @throws Missing when a reference has no value
     */
    public static String fillSelector(String selector, Function<String, JsonNode> values) {
        return replace(selector, name -> "`" + value(name, values).toString().replace("`", "\\`") + "`");
    }

    private static String replace(String text, Function<String, String> with) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            out.append(text, end, matcher.start()).append(with.apply(matcher.group(1)));
            end = matcher.end();
        }
        return out.append(text, end, text.length()).toString();
    }

    private static JsonNode value(String reference, Function<String, JsonNode> values) {
        JsonNode value = values.apply(reference);
        if (value.isMissingNode() || value.isNull()) {
            throw new Missing(reference);
        }
        return value;
    }
}

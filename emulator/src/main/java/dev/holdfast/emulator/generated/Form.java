package dev.holdfast.emulator.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template of JSON, read once and filled many times. {@code ${hole}} stands for a value of the subject;
 * {@code {one-of: [[7, a], [3, b]]}} is a in seven of ten cases; a member without a value is left out.
 */
@FunctionalInterface
interface Form {
    Pattern HOLE = Pattern.compile("\\$\\{([A-Za-z0-9.-]+)}");

    /** The template with its holes filled; missing where it has no value. */
    JsonNode fill(Subject subject);

    /**
     * Reads a template.
     *
     * @param template JSON with holes
     * @param place the name of its place: choices at different places are independent
     */
    static Form of(JsonNode template, String place) {
        if (template.has("one-of")) {
            return choice(template.path("one-of"), place);
        } else if (template.isObject()) {
            Map<String, Form> members = new LinkedHashMap<>();
            template.properties().forEach(e -> members.put(e.getKey(), of(e.getValue(), place + "." + e.getKey())));
            return subject -> {
                var out = JsonNodeFactory.instance.objectNode();
                members.forEach((name, form) -> {
                    JsonNode value = form.fill(subject);
                    if (!value.isMissingNode()) {
                        out.set(name, value);
                    }
                });
                return out;
            };
        } else if (template.isArray()) {
            List<Form> items = new ArrayList<>();
            template.forEach(item -> items.add(of(item, place + "[" + items.size() + "]")));
            return subject -> {
                ArrayNode out = JsonNodeFactory.instance.arrayNode();
                items.forEach(item -> out.add(item.fill(subject)));
                return out;
            };
        } else if (template.isTextual()) {
            return text(template.asText(), place);
        }
        JsonNode constant = template.isNull() ? MissingNode.getInstance() : template;
        return subject -> constant;
    }

    private static Form choice(JsonNode choices, String place) {
        List<Form> forms = new ArrayList<>();
        List<Long> upTo = new ArrayList<>();
        long all = 0;
        for (JsonNode choice : choices) {
            all += choice.get(0).asLong();
            upTo.add(all);
            forms.add(of(choice.get(1), place + "?" + forms.size()));
        }
        long sum = all;
        return subject -> {
            long drawn = subject.luck(place) % sum;
            int i = 0;
            while (drawn >= upTo.get(i)) {
                i++;
            }
            return forms.get(i).fill(subject);
        };
    }

    private static Form text(String template, String place) {
        Matcher whole = HOLE.matcher(template);
        if (whole.matches()) {
            String hole = whole.group(1);
            return subject -> subject.value(hole, place);
        }
        // Even places hold text, odd ones holes.
        List<String> parts = new ArrayList<>();
        Matcher hole = HOLE.matcher(template);
        int from = 0;
        while (hole.find()) {
            parts.add(template.substring(from, hole.start()));
            parts.add(hole.group(1));
            from = hole.end();
        }
        parts.add(template.substring(from));
        if (parts.size() == 1) {
            TextNode constant = TextNode.valueOf(template);
            return subject -> constant;
        }
        return subject -> {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < parts.size(); i++) {
                out.append(
                        i % 2 == 0
                                ? parts.get(i)
                                : subject.value(parts.get(i), place + i).asText());
            }
            return TextNode.valueOf(out.toString());
        };
    }
}

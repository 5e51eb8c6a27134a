package dev.holdfast.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a field of a rule stands in an event. Decided in writing, since Sigma leaves it open:
 *
 * <ul>
 *   <li>a member whose name is the whole path, dots included, counts first (flattened logs);
 *   <li>otherwise a dot goes one level down;
 *   <li>an array anywhere on the way, or at the end, means any of its elements; {@code items[]} is the same as
 *       {@code items};
 *   <li>where the path goes on below a text that is a JSON document, the text is read (CloudTrail writes policies so).
 * </ul>
 */
final class FieldPath {
    private static final int MAX_EMBEDDED = 64 * 1024;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build());
    }

    private final String whole;
    private final String[] names;

    FieldPath(String path) {
        this.whole = path;
        this.names = path.replace("[]", "").split("\\.");
    }

    /** True when one of the field's values fulfils the test; false when there is none. */
    boolean any(JsonNode event, Predicate<JsonNode> test) {
        JsonNode flat = names.length > 1 ? event.get(whole) : null;
        return flat == null ? walk(event, 0, test) : spread(flat, test);
    }

    /** True when the field is there, whatever its value. */
    boolean exists(JsonNode event) {
        return any(event, value -> true) || isEmptyArray(event);
    }

    /** The first value as text; empty when there is none or it is null. */
    Optional<String> first(JsonNode event) {
        String[] found = new String[1];
        boolean any = any(event, value -> {
            if (value.isNull()) {
                return false;
            }
            found[0] = Values.text(value);
            return true;
        });
        return any ? Optional.of(found[0]) : Optional.empty();
    }

    private boolean isEmptyArray(JsonNode event) {
        JsonNode at = event;
        for (String name : names) {
            at = at.path(name);
        }
        return at.isArray() && at.isEmpty();
    }

    private boolean walk(JsonNode node, int depth, Predicate<JsonNode> test) {
        if (depth == names.length) {
            return spread(node, test);
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (walk(element, depth, test)) {
                    return true;
                }
            }
            return false;
        }
        JsonNode parent = node.isTextual() ? embedded(node.textValue()) : node;
        if (parent.isArray()) {
            return walk(parent, depth, test);
        }
        JsonNode child = parent.get(names[depth]);
        return child != null && walk(child, depth + 1, test);
    }

    private static boolean spread(JsonNode node, Predicate<JsonNode> test) {
        if (!node.isArray()) {
            return test.test(node);
        }
        for (JsonNode element : node) {
            if (spread(element, test)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode embedded(String text) {
        String trimmed = text.strip();
        boolean document = trimmed.startsWith("{") || trimmed.startsWith("[");
        if (!document || trimmed.length() > MAX_EMBEDDED) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(trimmed);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}

package dev.holdfast.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * One place in a record. Decided in writing, since Sigma leaves it open:
 *
 * <ul>
 *   <li>an array anywhere on the way, or at the end, means any of its elements; {@code items[]} is the same as
 *       {@code items};
 *   <li>where the path goes on below a text that is a JSON document, the text is read (CloudTrail writes policies so).
 * </ul>
 *
 * @param names members from the top down
 */
record FieldPath(List<String> names) {
    /** Longest text read as a document. */
    static final int MAX_EMBEDDED = 64 * 1024;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(64).build());
    }

    FieldPath {
        names = List.copyOf(names);
    }

    /** Each dot goes one level down. */
    static FieldPath dotted(String path) {
        String[] names = path.replace("[]", "").split("\\.");
        return new FieldPath(names.length == 0 ? List.of(path) : Arrays.asList(names));
    }

    /** A member of the record itself, dots and all. */
    static FieldPath member(String name) {
        return new FieldPath(List.of(name));
    }

    /** True when one of the values fulfils the test; false when there is none. */
    boolean any(JsonNode event, Predicate<JsonNode> test) {
        return walk(event, 0, node -> spread(node, test));
    }

    /** True when something stands there, be it null or an empty array. */
    boolean isIn(JsonNode event) {
        return walk(event, 0, node -> true);
    }

    private boolean walk(JsonNode node, int depth, Predicate<JsonNode> end) {
        if (depth == names.size()) {
            return end.test(node);
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (walk(element, depth, end)) {
                    return true;
                }
            }
            return false;
        }
        JsonNode parent = node.isTextual() ? embedded(node.textValue()) : node;
        if (parent.isArray()) {
            return walk(parent, depth, end);
        }
        JsonNode child = parent.get(names.get(depth));
        return child != null && walk(child, depth + 1, end);
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

    /** The document that a text is; missing when it is none. */
    static JsonNode embedded(String text) {
        if (!maybeDocument(text)) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    private static boolean maybeDocument(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        return at < text.length()
                && text.length() <= MAX_EMBEDDED
                && (text.charAt(at) == '{' || text.charAt(at) == '[');
    }
}

package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a member stands in a record: a member with the whole name counts first, then each dot goes one level down. An
 * array on the way means its first element that leads on.
 */
final class RecordPath {
    private final String whole;
    private final String[] names;

    RecordPath(String path) {
        this.whole = path;
        this.names = path.split("\\.");
    }

    /** The value, or a missing node. */
    JsonNode at(JsonNode record) {
        JsonNode flat = record.get(whole);
        return flat == null && names.length > 1 ? walk(record, 0) : flat == null ? MissingNode.getInstance() : flat;
    }

    private JsonNode walk(JsonNode node, int depth) {
        if (depth == names.length) {
            return node;
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                JsonNode found = walk(element, depth);
                if (!found.isMissingNode()) {
                    return found;
                }
            }
            return MissingNode.getInstance();
        }
        JsonNode child = node.get(names[depth]);
        return child == null ? MissingNode.getInstance() : walk(child, depth + 1);
    }

    /** Every value there: elements of arrays one by one. */
    List<JsonNode> all(JsonNode record) {
        List<JsonNode> out = new ArrayList<>();
        JsonNode flat = record.get(whole);
        if (flat != null) {
            spread(flat, out);
        } else if (names.length > 1) {
            collect(record, 0, out);
        }
        return out;
    }

    private void collect(JsonNode node, int depth, List<JsonNode> out) {
        if (depth == names.length) {
            spread(node, out);
        } else if (node.isArray()) {
            node.forEach(element -> collect(element, depth, out));
        } else if (node.has(names[depth])) {
            collect(node.get(names[depth]), depth + 1, out);
        }
    }

    private static void spread(JsonNode node, List<JsonNode> out) {
        if (node.isArray()) {
            node.forEach(out::add);
        } else {
            out.add(node);
        }
    }

    /** The value as text when it is a scalar that says something; of an array the first. */
    Optional<String> text(JsonNode record) {
        return text(at(record), 0);
    }

    /** The value itself when it is a scalar; of an array the first. */
    Optional<JsonNode> first(JsonNode record) {
        JsonNode value = at(record);
        for (int depth = 0; value.isArray() && !value.isEmpty() && depth < 4; depth++) {
            value = value.get(0);
        }
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private static Optional<String> text(JsonNode value, int depth) {
        if (value.isArray() && depth < 4) {
            for (JsonNode element : value) {
                Optional<String> found = text(element, depth + 1);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        if (!value.isValueNode() || value.isNull()) {
            return Optional.empty();
        }
        // A number that no double holds is read as an infinite one.
        boolean fraction = value.isFloatingPointNumber() && Double.isFinite(value.doubleValue());
        String text = fraction ? new BigDecimal(value.asText()).toPlainString() : value.asText();
        return text.isEmpty() || text.equals("-") ? Optional.empty() : Optional.of(text);
    }
}

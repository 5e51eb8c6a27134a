package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.OperationCatalog.Shape;
import dev.holdfast.model.OperationCatalog.Type;
import dev.holdfast.model.TableSchema;
import io.burt.jmespath.JmesPathException;
import io.burt.jmespath.jackson.JacksonRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks a path against the shape of an answer: it is run over a sample that has every member the model knows, and every
 * member it asks for must be there. Filters let everything through, so that what stands after them is checked too.
 */
final class TablePathLint extends JacksonRuntime {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final int MOST_DEPTH = 7;
    private static final String ANY_KEY = "*";
    /** A cell of comma-separated values: text that may stand for anything. */
    static final String CELL = "a cell";

    private static final String TIME = "2026-01-01T00:00:00Z";

    private final List<String> missing = new ArrayList<>();

    /**
     * What a path gives.
     *
     * @param missing members it asks for that the model does not know
     * @param value the value in the sample, JSON null when none
     */
    record Found(List<String> missing, JsonNode value) {}

    private TablePathLint() {}

    static Found check(TablePath path, JsonNode sample) {
        TablePathLint runtime = new TablePathLint();
        try {
            JsonNode value = TablePath.compile(runtime, path.toString()).search(sample);
            return new Found(List.copyOf(runtime.missing), value == null ? NullNode.getInstance() : value);
        } catch (JmesPathException e) {
            return new Found(List.of(), NullNode.getInstance());
        }
    }

    @Override
    public JsonNode getProperty(JsonNode value, JsonNode name) {
        if (value.isObject() && !value.has(name.asText())) {
            if (value.has(ANY_KEY)) {
                return value.get(ANY_KEY);
            }
            missing.add(name.asText());
        } else if (value.isValueNode() && !value.isNull()) {
            missing.add(name.asText());
        }
        return super.getProperty(value, name);
    }

    @Override
    public boolean isTruthy(JsonNode value) {
        return true;
    }

    /** A document with every member of the shape. */
    static JsonNode sample(Shape shape) {
        return sample(shape, 0);
    }

    private static JsonNode sample(Shape shape, int depth) {
        if (depth > MOST_DEPTH) {
            return NullNode.getInstance();
        }
        return switch (shape.type()) {
            case STRUCTURE -> {
                ObjectNode out = MAKE.objectNode();
                for (String member : shape.members()) {
                    shape.member(member).ifPresent(s -> out.set(member, sample(s, depth + 1)));
                }
                yield out;
            }
            case LIST -> {
                ArrayNode out = MAKE.arrayNode();
                shape.member("[]").ifPresent(s -> out.add(sample(s, depth + 1)));
                yield out;
            }
            case MAP -> {
                ObjectNode out = MAKE.objectNode();
                shape.member("*").ifPresent(s -> out.set(ANY_KEY, sample(s, depth + 1)));
                yield out;
            }
            case BOOLEAN -> MAKE.booleanNode(true);
            case INTEGER -> MAKE.numberNode(1);
            case DECIMAL -> MAKE.numberNode(1.5);
            case TIMESTAMP -> MAKE.textNode(TIME);
            case DOCUMENT -> NullNode.getInstance();
            default -> MAKE.textNode("x");
        };
    }

    /** The type a column needs to hold the value; empty when the value tells nothing. */
    static Optional<TableSchema.Type> type(JsonNode value) {
        if (value.isNull() || value.isMissingNode() || value.asText().equals(CELL)) {
            return Optional.empty();
        } else if (value.isContainerNode()) {
            return Optional.of(TableSchema.Type.JSON);
        } else if (value.isBoolean()) {
            return Optional.of(TableSchema.Type.BOOLEAN);
        } else if (value.isNumber()) {
            return Optional.of(
                    value.isIntegralNumber() || value.asDouble() == Math.rint(value.asDouble())
                            ? TableSchema.Type.INTEGER
                            : TableSchema.Type.DECIMAL);
        }
        return Optional.of(value.asText().equals(TIME) ? TableSchema.Type.TIMESTAMP : TableSchema.Type.TEXT);
    }

    /** True when the shape is what a request member given as this value needs; texts stand for any plain value. */
    static boolean fits(JsonNode value, Shape shape) {
        return switch (shape.type()) {
            case STRUCTURE -> value.isObject();
            case LIST -> value.isArray();
            case MAP -> value.isObject();
            default -> value.isValueNode() && shape.type() != Type.DOCUMENT;
        };
    }
}

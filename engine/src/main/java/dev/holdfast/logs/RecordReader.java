package dev.holdfast.logs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one record into a tree, and past it without a tree when it is too large. */
final class RecordReader {
    /** A record, or that it was too large. */
    record Read(ObjectNode record, boolean tooLarge) {}

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final int maxBytes;
    private long start;
    private boolean tooLarge;

    RecordReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    int maxBytes() {
        return maxBytes;
    }

    /**
     * Reads to the end of the object that the parser stands in.
     *
     * @param first the name the parser stands at, null when the object is empty
     */
    Read read(JsonParser parser, @Nullable String first) throws IOException {
        start = parser.currentLocation().getByteOffset();
        tooLarge = false;
        return new Read(object(parser, first), tooLarge);
    }

    private ObjectNode object(JsonParser parser, @Nullable String first) throws IOException {
        ObjectNode out = MAKE.objectNode();
        for (String name = first; name != null; name = parser.nextFieldName()) {
            JsonNode value = value(parser, parser.nextToken());
            if (!tooLarge) {
                out.set(name, value);
            }
        }
        return out;
    }

    private ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode out = MAKE.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            JsonNode value = value(parser, token);
            if (!tooLarge) {
                out.add(value);
            }
        }
        return out;
    }

    private JsonNode value(JsonParser parser, JsonToken token) throws IOException {
        tooLarge = tooLarge || parser.currentLocation().getByteOffset() - start > maxBytes;
        return switch (token) {
            case START_OBJECT -> object(parser, parser.nextFieldName());
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> MAKE.textNode(tooLarge ? "" : parser.getText());
            case VALUE_TRUE -> MAKE.booleanNode(true);
            case VALUE_FALSE -> MAKE.booleanNode(false);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            default -> MAKE.nullNode();
        };
    }

    private static JsonNode number(JsonParser parser) throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> MAKE.numberNode(parser.getIntValue());
            case LONG -> MAKE.numberNode(parser.getLongValue());
            case BIG_INTEGER -> MAKE.numberNode(parser.getBigIntegerValue());
            default -> MAKE.numberNode(parser.getDoubleValue());
        };
    }
}

package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * One value of a field as rules see it.
 *
 * @param kind what JSON says it is
 * @param text texts as they are, numbers and truth values as written, structures as compact JSON, null as {@code null}
 */
record FieldValue(Kind kind, String text) {
    /** What JSON says a value is. */
    enum Kind {
        TEXT,
        NUMBER,
        TRUTH,
        NULL,
        STRUCTURE
    }

    static final FieldValue NULL = new FieldValue(Kind.NULL, "null");

    static FieldValue of(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> new FieldValue(Kind.TEXT, node.textValue());
            case NUMBER -> new FieldValue(Kind.NUMBER, node.asText());
            case BOOLEAN -> new FieldValue(Kind.TRUTH, node.asText());
            case OBJECT, ARRAY -> new FieldValue(Kind.STRUCTURE, node.toString());
            default -> NULL;
        };
    }

    boolean isNull() {
        return kind == Kind.NULL;
    }

    /** The number it is, or says as text; empty when neither. */
    Optional<BigDecimal> number() {
        return kind == Kind.NUMBER || kind == Kind.TEXT ? Values.number(text) : Optional.empty();
    }
}

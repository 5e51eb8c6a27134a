package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** How the value of a field is read as text and as a number. */
final class Values {
    private static final int MAX_NUMBER = 64;

    private Values() {}

    /** Texts as they are, numbers and truth values as written, structures as compact JSON. */
    static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.isContainerNode() ? value.toString() : value.asText();
    }

    /** The number a value is, or says as text; empty when neither. */
    static Optional<BigDecimal> number(JsonNode value) {
        return value.isNumber() || value.isTextual() ? number(value.asText()) : Optional.empty();
    }

    static Optional<BigDecimal> number(String text) {
        if (text.isEmpty() || text.length() > MAX_NUMBER || Character.isLetter(text.charAt(0))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

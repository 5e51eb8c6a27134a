package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;

/** How texts are read as numbers. */
final class Values {
    private static final int MAX_NUMBER = 64;

    /** Beyond this a number is not compared: adding a small one to it would fill the memory. */
    private static final int MAX_EXPONENT = 1_000;

    private Values() {}

    /** Texts as they are, numbers and truth values as written, structures as compact JSON. */
    static String text(JsonNode value) {
        return FieldValue.of(value).text();
    }

    /** The number a value of a rule is, or says as text; empty when neither. */
    static Optional<BigDecimal> number(JsonNode value) {
        return FieldValue.of(value).number();
    }

    static Optional<BigDecimal> number(String text) {
        if (text.isEmpty() || text.length() > MAX_NUMBER || !begins(text.charAt(0))) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > MAX_EXPONENT ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean begins(char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
    }
}

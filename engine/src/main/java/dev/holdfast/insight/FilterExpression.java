package dev.holdfast.insight;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a metric filter of CloudWatch Logs looks for in a JSON event, as a tree. Source: CloudWatch Logs User Guide,
 * "Filter pattern syntax".
 */
sealed interface FilterExpression {
    /** Whether an event fits. AWS does not say whether a field that is not there differs from a value. */
    enum Match {
        YES,
        NO,
        UNCLEAR
    }

    /** What a condition asks of a field. */
    enum Test {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        EXISTS,
        NOT_EXISTS,
        IS_NULL,
        IS_TRUE,
        IS_FALSE
    }

    Match of(JsonNode event);

    /** All parts must fit. */
    record All(List<FilterExpression> parts) implements FilterExpression {
        @Override
        public Match of(JsonNode event) {
            Match out = Match.YES;
            for (FilterExpression part : parts) {
                Match match = part.of(event);
                if (match == Match.NO) {
                    return Match.NO;
                } else if (match == Match.UNCLEAR) {
                    out = Match.UNCLEAR;
                }
            }
            return out;
        }
    }

    /** One part must fit. */
    record Any(List<FilterExpression> parts) implements FilterExpression {
        @Override
        public Match of(JsonNode event) {
            Match out = Match.NO;
            for (FilterExpression part : parts) {
                Match match = part.of(event);
                if (match == Match.YES) {
                    return Match.YES;
                } else if (match == Match.UNCLEAR) {
                    out = Match.UNCLEAR;
                }
            }
            return out;
        }
    }

    /** One field and what is asked of it; of several values that a path finds one must fit. */
    record Condition(List<String> path, Test test, Value value) implements FilterExpression {
        static final String EVERY = "*";

        @Override
        public Match of(JsonNode event) {
            List<JsonNode> found = List.of(event);
            for (String step : path) {
                found = step(found, step);
            }
            if (test == Test.NOT_EXISTS || test == Test.EXISTS) {
                return found.isEmpty() == (test == Test.NOT_EXISTS) ? Match.YES : Match.NO;
            }
            if (found.isEmpty() && test == Test.NOT_EQUAL) {
                return Match.UNCLEAR;
            }
            return found.stream().anyMatch(this::fits) ? Match.YES : Match.NO;
        }

        private static List<JsonNode> step(List<JsonNode> from, String step) {
            List<JsonNode> out = new ArrayList<>();
            for (JsonNode node : from) {
                if (step.equals(EVERY)) {
                    node.forEach(out::add);
                } else if (node.isArray() && step.matches("\\d{1,6}")) {
                    add(out, node.get(Integer.parseInt(step)));
                } else {
                    add(out, node.get(step));
                }
            }
            return out;
        }

        private static void add(List<JsonNode> out, @org.jspecify.annotations.Nullable JsonNode node) {
            if (node != null) {
                out.add(node);
            }
        }

        private boolean fits(JsonNode node) {
            return switch (test) {
                case EQUAL -> value.equalTo(node);
                case NOT_EQUAL -> node.isValueNode() && !value.equalTo(node);
                case LESS -> value.compared(node, -1, -1);
                case LESS_OR_EQUAL -> value.compared(node, -1, 0);
                case GREATER -> value.compared(node, 1, 1);
                case GREATER_OR_EQUAL -> value.compared(node, 0, 1);
                case IS_NULL -> node.isNull();
                case IS_TRUE -> node.isBoolean() && node.asBoolean();
                case IS_FALSE -> node.isBoolean() && !node.asBoolean();
                case EXISTS, NOT_EXISTS -> throw new IllegalStateException("asked before");
            };
        }
    }

    /**
     * What a field is compared with.
     *
     * @param number it as a number, null when it is none
     * @param text fits the texts that are meant
     */
    record Value(@org.jspecify.annotations.Nullable BigDecimal number, Pattern text) {
        private boolean equalTo(JsonNode node) {
            if (node.isNumber() && number != null) {
                return node.decimalValue().compareTo(number) == 0;
            }
            return node.isTextual() && text.matches(node.asText());
        }

        private boolean compared(JsonNode node, int least, int most) {
            if (!node.isNumber() || number == null) {
                return false;
            }
            int sign = node.decimalValue().compareTo(number);
            return sign >= least && sign <= most;
        }
    }
}

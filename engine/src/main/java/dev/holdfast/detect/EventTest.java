package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SigmaSelection;
import java.util.List;

/**
 * A compiled question about one event, or about one element of an array in it. Asking it of a tree is the plain way,
 * which says what a rule means; {@link Matcher} takes the same questions apart to ask many rules at once.
 */
sealed interface EventTest {
    /** True when the event fulfils it. */
    boolean test(JsonNode event);

    /** Nothing does. */
    record Never() implements EventTest {
        @Override
        public boolean test(JsonNode event) {
            return false;
        }
    }

    /** Every part must hold. */
    record All(List<EventTest> parts) implements EventTest {
        @Override
        public boolean test(JsonNode event) {
            for (EventTest part : parts) {
                if (!part.test(event)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** One part must hold. */
    record Any(List<EventTest> parts) implements EventTest {
        @Override
        public boolean test(JsonNode event) {
            for (EventTest part : parts) {
                if (part.test(event)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The part must not hold. */
    record Not(EventTest part) implements EventTest {
        @Override
        public boolean test(JsonNode event) {
            return !part.test(event);
        }
    }

    /** One value of the field must fulfil the test. */
    record Holds(Field field, ValueTest value) implements EventTest {
        @Override
        public boolean test(JsonNode event) {
            return field.any(event, value::test);
        }
    }

    /** One value anywhere in the event must fulfil the test. */
    record Anywhere(ValueTest value) implements EventTest {
        @Override
        public boolean test(JsonNode event) {
            return anywhere(event);
        }

        private boolean anywhere(JsonNode node) {
            if (!node.isContainerNode()) {
                return value.test(FieldValue.of(node));
            }
            for (JsonNode child : node) {
                if (anywhere(child)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The field must be there, whatever its value. */
    record Exists(Field field) implements EventTest {
        @Override
        public boolean test(JsonNode event) {
            return field.isIn(event);
        }
    }

    /** The field must have a value that is not null. */
    record HasValue(Field field) implements EventTest {
        @Override
        public boolean test(JsonNode event) {
            return field.any(event, value -> !value.isNull());
        }
    }

    /** A value of the field must stand in a value of the other as said. */
    record Refers(Field field, Field other, Placement placement, boolean cased) implements EventTest {
        @Override
        public boolean test(JsonNode event) {
            return field.any(event, value -> other.any(event, found -> meets(value, found)));
        }

        boolean meets(FieldValue value, FieldValue found) {
            return !value.isNull()
                    && !found.isNull()
                    && placement.of(WildcardText.literal(found.text()), cased).matches(value.text());
        }
    }

    /** The body must hold for elements of an array. */
    record Each(Field field, SigmaSelection.Quantifier quantifier, EventTest body) implements EventTest {
        @Override
        public boolean test(JsonNode event) {
            return switch (quantifier) {
                case ANY -> field.nodes(event, body::test);
                case NONE -> !field.nodes(event, body::test);
                case ALL -> field.nodes(event, e -> true) && !field.nodes(event, e -> !body.test(e));
            };
        }
    }

    /** Where in a value a text must stand. */
    enum Placement {
        WHOLE,
        BEGIN,
        END,
        WITHIN;

        WildcardText of(WildcardText text, boolean cased) {
            WildcardText placed = switch (this) {
                case WHOLE -> text;
                case BEGIN -> text.startsWith();
                case END -> text.endsWith();
                case WITHIN -> text.contains();
            };
            return cased ? placed.caseSensitive() : placed;
        }
    }
}

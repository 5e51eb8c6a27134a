package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where a field of a rule stands in the records of a source: one or several places, of which the first that is there
 * counts. Without a map of the source, a member whose name is the whole path, dots included, comes first (flattened
 * logs), then the path with each dot one level down.
 *
 * @param name as the rule writes it
 * @param places in order
 */
record Field(String name, List<FieldPath> places) {
    Field {
        places = List.copyOf(places);
    }

    /** The field by its own name. */
    static Field plain(String name) {
        FieldPath nested = FieldPath.dotted(name);
        return nested.names().size() == 1 && nested.names().get(0).equals(name)
                ? new Field(name, List.of(nested))
                : new Field(name, List.of(FieldPath.member(name), nested));
    }

    /** True when one of the field's values fulfils the test; false when there is none. */
    boolean any(JsonNode event, Predicate<FieldValue> test) {
        return nodes(event, node -> test.test(FieldValue.of(node)));
    }

    /** True when one of the field's values, as it stands in the tree, fulfils the test. */
    boolean nodes(JsonNode event, Predicate<JsonNode> test) {
        for (FieldPath place : places) {
            if (place.isIn(event)) {
                return place.any(event, test);
            }
        }
        return false;
    }

    /** True when the field is there, whatever its value. */
    boolean isIn(JsonNode event) {
        return places.stream().anyMatch(place -> place.isIn(event));
    }

    /** The first value as text; empty when there is none or it is null. */
    Optional<String> first(JsonNode event) {
        String[] found = new String[1];
        boolean any = any(event, value -> {
            found[0] = value.text();
            return !value.isNull();
        });
        return any ? Optional.of(found[0]) : Optional.empty();
    }
}

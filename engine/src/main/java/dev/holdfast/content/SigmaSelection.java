package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a search identifier of a Sigma rule asks of one event, as written; the detect room compiles it. */
public sealed interface SigmaSelection {
    /** A map: every part must hold. */
    record All(List<SigmaSelection> parts) implements SigmaSelection {}

    /** A list of maps: one part must hold. */
    record Any(List<SigmaSelection> parts) implements SigmaSelection {}

    /**
     * One field with its values; one value must match, or all with {@link SigmaModifier#ALL}.
     *
     * @param path the field's name; dots go down, arrays are walked
     * @param modifiers in the order written
     * @param values scalars or null, at least one
     * @param place where the values stand
     */
    record Field(String path, List<SigmaModifier> modifiers, List<JsonNode> values, SigmaPlace place)
            implements SigmaSelection {}

    /**
     * Words to look for anywhere in the event.
     *
     * @param modifiers in the order written
     * @param values at least one
     * @param place where the values stand
     */
    record Keywords(List<SigmaModifier> modifiers, List<JsonNode> values, SigmaPlace place) implements SigmaSelection {}

    /**
     * A body asked of the elements of one array, so that several fields are compared on the same element. This is the
     * object scope of the Sigma enhancement proposal 212 (`path[any]:` with a map below).
     *
     * @param path the array's name
     * @param quantifier of how many elements the body must hold
     * @param body fields relative to the element
     */
    record Each(String path, Quantifier quantifier, SigmaSelection body) implements SigmaSelection {}

    /** Of how many elements of an array a body must hold. */
    enum Quantifier {
        /** At least one. */
        ANY,
        /** Every one, and there is one. */
        ALL,
        /** None; holds for an empty or missing array. */
        NONE
    }
}

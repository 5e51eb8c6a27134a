package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The OCSF view of a source's events.
 *
 * @param asIs true when the records are OCSF already
 * @param product name of the product in {@code metadata}
 * @param vendor its vendor
 * @param always attributes of every class
 * @param classes classes in the order in which they are tried; the last takes what is left
 */
public record OcsfMapping(
        boolean asIs, String product, String vendor, Map<String, Value> always, List<ClassMapping> classes) {
    /** No view. */
    public static final OcsfMapping NONE = new OcsfMapping(false, "", "", Map.of(), List.of());

    /**
     * One class.
     *
     * @param when a name to the values of which it must have one, as in {@link SigmaRouting.Route}; none means any event
     * @param type the class's name, such as {@code api_activity}
     * @param activity its activity's number
     * @param attributes attributes, dotted, in the order of the file
     */
    public record ClassMapping(
            Map<String, List<String>> when, String type, Value activity, Map<String, Value> attributes) {}

    /**
     * Where a value comes from.
     *
     * @param from names in the record, or templates with {@code {name}}; the first that has a value counts
     * @param constant the value itself when there is nothing in the record to take; null when there is none
     * @param map the record's text, in lower case, to the value it means; empty when it is taken as it is
     * @param all whether every value of a list is taken, not the first alone
     */
    public record Value(List<String> from, @Nullable JsonNode constant, Map<String, JsonNode> map, boolean all) {}
}

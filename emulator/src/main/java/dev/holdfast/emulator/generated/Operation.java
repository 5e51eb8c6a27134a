package dev.holdfast.emulator.generated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How an operation is answered.
 *
 * @param when only for requests whose members look like this; {@code ""} means that the member is not there. Others get
 *     an empty listing
 * @param answer members that are not listed; {@code error} and {@code message} in it make it a refusal
 * @param lists what is listed, page by page over all of them in this order
 * @param page items on a page
 */
record Operation(Map<String, Pattern> when, Form answer, List<Listing> lists, int page) {
    /**
     * A list in the answer.
     *
     * @param path members that lead to it, with dots between
     * @param kind what it lists
     * @param item template of one item
     * @param encoded whether the items are lines of text, given as base64 behind {@code head}
     * @param head the text before the lines
     */
    record Listing(String path, Kind kind, Form item, boolean encoded, Form head) {}

    Operation {
        when = Map.copyOf(when);
        lists = List.copyOf(lists);
    }

    boolean fits(JsonNode request) {
        return when.entrySet().stream().allMatch(e -> {
            JsonNode given = request.path(e.getKey());
            String text = given.isMissingNode() ? "" : given.isValueNode() ? given.asText() : given.toString();
            return e.getValue().matcher(text).matches();
        });
    }
}

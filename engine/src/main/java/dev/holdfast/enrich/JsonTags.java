package dev.holdfast.enrich;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Tags as a snapshot keeps them: a list of {@code Key} and {@code Value}. */
final class JsonTags {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonTags() {}

    /** The list; nothing when the text is none. */
    static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}

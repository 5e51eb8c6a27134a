package dev.holdfast.runbook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.model.CanonicalJson;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The canonical form in which two states of a resource are compared: without members that are null, empty or volatile,
 * lists without order, policy documents as JSON however they were encoded.
 */
public final class StateForm {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StateForm() {}

    /** True when the two states mean the same. */
    public static boolean same(JsonNode left, JsonNode right, Set<String> volatileMembers) {
        return CanonicalJson.of(of(left, volatileMembers)).equals(CanonicalJson.of(of(right, volatileMembers)));
    }

    /** The canonical form; null in JSON for what holds nothing. */
    public static JsonNode of(JsonNode state, Set<String> volatileMembers) {
        if (state.isObject()) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            state.properties().forEach(member -> {
                JsonNode value = of(member.getValue(), volatileMembers);
                if (!value.isNull() && !volatileMembers.contains(member.getKey())) {
                    out.set(member.getKey(), value);
                }
            });
            return out.isEmpty() ? NullNode.getInstance() : out;
        }
        if (state.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            state.forEach(item -> items.add(of(item, volatileMembers)));
            items.removeIf(JsonNode::isNull);
            items.sort(Comparator.comparing(item -> CanonicalJson.of(item).text()));
            ArrayNode out = JsonNodeFactory.instance.arrayNode().addAll(items);
            return out.isEmpty() ? NullNode.getInstance() : out;
        }
        return state.isTextual() ? text(state, volatileMembers) : state;
    }

    private static JsonNode text(JsonNode state, Set<String> volatileMembers) {
        String text = state.textValue();
        if (!text.startsWith("{") && !text.startsWith("%7B")) {
            return state;
        }
        try {
            JsonNode document = MAPPER.readTree(plain(text));
            return document.isObject() ? of(document, volatileMembers) : state;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return state;
        }
    }

    /** IAM hands out policy documents percent-encoded (RFC 3986) and takes them plain. */
    private static String plain(String text) {
        return text.startsWith("%7B") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
    }

    /** A state that was read, as a request takes it: policy documents plain. */
    static JsonNode asGiven(JsonNode state) {
        if (state.isObject()) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            state.properties().forEach(member -> out.set(member.getKey(), asGiven(member.getValue())));
            return out;
        }
        if (state.isArray()) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            state.forEach(item -> out.add(asGiven(item)));
            return out;
        }
        try {
            return state.isTextual() ? TextNode.valueOf(plain(state.textValue())) : state;
        } catch (IllegalArgumentException e) {
            return state;
        }
    }

    /** Drops null members and what they leave empty, so that a value made by a selector can go into a request. */
    public static JsonNode withoutNulls(JsonNode value) {
        if (value.isObject()) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(member -> {
                JsonNode kept = withoutNulls(member.getValue());
                boolean hollow = kept.isNull() || (kept.isContainerNode() && kept.isEmpty());
                if (!hollow) {
                    out.set(member.getKey(), kept);
                }
            });
            return out;
        }
        if (value.isArray()) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            for (JsonNode item : value) {
                JsonNode kept = withoutNulls(item);
                if (!kept.isNull() && !(kept.isObject() && kept.isEmpty())) {
                    out.add(kept);
                }
            }
            return out;
        }
        return value;
    }
}

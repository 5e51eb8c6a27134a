package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.content.Template;
import java.util.List;
import java.util.function.Function;

/** The state before a write, as the request that puts it back refers to it: {@code prior} and {@code prior.Member}. */
final class PriorState {
    private static final String WHOLE = "prior";
    private static final String PART = "prior.";
    private static final String MADE = "made.";
    private static final String OPEN = "{{ ";
    private static final String CLOSE = " }}";

    private final JsonNode prior;

    PriorState(JsonNode before) {
        this.prior = StateForm.asGiven(StateForm.withoutNulls(before));
    }

    /**
     * Fills a request. A member that asks for a part of the state which was not there is left out: AWS then has its own
     * default for it, as it had before.
     *
     * @param request with references
     * @param others values of all other references
     */
    ObjectNode fill(ObjectNode request, Function<String, JsonNode> others) {
        return (ObjectNode) Template.fill(known(request), name -> value(name, others));
    }

    /**
     * Completes a request with what a write has made, such as an id that AWS chose: known only when it is undone. Only a
     * text that is nothing but a reference is taken for one, whatever texts parameters brought into the request.
     *
     * @param request as {@link #fill} gave it
     * @param made the state found before undoing
     * @throws IllegalArgumentException when the state lacks what the request needs
     */
    static JsonNode fillMade(JsonNode request, JsonNode made) {
        if (request instanceof ObjectNode object) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> out.set(member.getKey(), fillMade(member.getValue(), made)));
            return out;
        }
        if (request instanceof ArrayNode list) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> out.add(fillMade(item, made)));
            return out;
        }
        String text = request.isTextual() ? request.textValue() : "";
        if (!text.startsWith(OPEN + MADE) || !text.endsWith(CLOSE)) {
            return request;
        }
        String path = text.substring(OPEN.length() + MADE.length(), text.length() - CLOSE.length());
        JsonNode value = at(made, path);
        if (value.isMissingNode()) {
            throw new IllegalArgumentException("what was made does not say its `" + path + "`");
        }
        return value;
    }

    private JsonNode value(String reference, Function<String, JsonNode> others) {
        if (reference.startsWith(MADE)) {
            return TextNode.valueOf(OPEN + reference + CLOSE);
        }
        if (reference.equals(WHOLE)) {
            return prior;
        }
        return reference.startsWith(PART) ? part(reference) : others.apply(reference);
    }

    private JsonNode part(String reference) {
        return at(prior, reference.substring(PART.length()));
    }

    private static JsonNode at(JsonNode state, String path) {
        JsonNode at = state;
        for (String name : path.split("\\.", -1)) {
            at = at.path(name);
        }
        return at.isNull() ? MissingNode.getInstance() : at;
    }

    private JsonNode known(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(member -> {
                if (!absent(member.getValue())) {
                    out.set(member.getKey(), known(member.getValue()));
                }
            });
            return out;
        }
        if (value instanceof ArrayNode list) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> out.add(known(item)));
            return out;
        }
        return value;
    }

    private boolean absent(JsonNode value) {
        List<String> references = value.isTextual() ? Template.references(value) : List.of();
        return references.size() == 1
                && references.getFirst().startsWith(PART)
                && value.textValue().matches("\\{\\{[^{}]*\\}\\}")
                && part(references.getFirst()).isMissingNode();
    }
}

package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Template;
import java.util.List;
import java.util.function.Function;

/** The state before a write, as the request that puts it back refers to it: {@code prior} and {@code prior.Member}. */
final class PriorState {
    private static final String WHOLE = "prior";
    private static final String PART = "prior.";

    private final JsonNode prior;

    PriorState(JsonNode before) {
        this.prior = StateForm.withoutNulls(before);
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

    private JsonNode value(String reference, Function<String, JsonNode> others) {
        if (reference.equals(WHOLE)) {
            return prior;
        }
        return reference.startsWith(PART) ? part(reference) : others.apply(reference);
    }

    private JsonNode part(String reference) {
        JsonNode at = prior;
        for (String name : reference.substring(PART.length()).split("\\.", -1)) {
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

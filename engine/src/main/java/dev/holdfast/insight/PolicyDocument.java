package dev.holdfast.insight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A policy document in plain form. The grammar allows one statement or a list, a text or a list, and principals in
 * several shapes (IAM User Guide, "Grammar of the IAM JSON policy language").
 */
final class PolicyDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private PolicyDocument() {}

    /**
     * The statements: {@code sid, effect, principals, not_principals, actions, not_actions, resources, not_resources,
     * condition}. Lists are null where the statement has no such element; actions are in lower case; a principal is
     * {@code *} or {@code Kind:id}.
     *
     * @throws IllegalArgumentException when it is not a policy document
     */
    static List<ObjectNode> statements(JsonNode document) {
        JsonNode policy = document.isTextual() ? parse(document.asText()) : document;
        JsonNode statements = policy.path("Statement");
        if (!policy.isObject() || !statements.isContainerNode()) {
            throw new IllegalArgumentException("it is not a policy: there is no `Statement`");
        }
        List<ObjectNode> out = new ArrayList<>();
        for (JsonNode statement :
                statements.isArray() ? statements : MAKE.arrayNode().add(statements)) {
            out.add(statement(statement));
        }
        return out;
    }

    private static JsonNode parse(String text) {
        try {
            // IAM gives its documents percent-encoded (RFC 3986), where a plus sign stands for itself.
            String plain = text.startsWith("%7B") || text.startsWith("%7b")
                    ? URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8)
                    : text;
            return JSON.readTree(plain);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException("it is not JSON", e);
        }
    }

    private static ObjectNode statement(JsonNode statement) {
        String effect = statement.path("Effect").asText();
        if (!statement.isObject() || !(effect.equals("Allow") || effect.equals("Deny"))) {
            throw new IllegalArgumentException("a statement has neither `Allow` nor `Deny` as its effect");
        }
        ObjectNode out = MAKE.objectNode().put("effect", effect);
        if (statement.path("Sid").isTextual()) {
            out.put("sid", statement.path("Sid").asText());
        }
        principals(out, "principals", statement.path("Principal"));
        principals(out, "not_principals", statement.path("NotPrincipal"));
        list(out, "actions", statement.path("Action"), true);
        list(out, "not_actions", statement.path("NotAction"), true);
        list(out, "resources", statement.path("Resource"), false);
        list(out, "not_resources", statement.path("NotResource"), false);
        if (statement.path("Condition").isObject()
                && !statement.path("Condition").isEmpty()) {
            out.set("condition", statement.path("Condition"));
        }
        return out;
    }

    private static void list(ObjectNode out, String column, JsonNode value, boolean lower) {
        if (value.isMissingNode()) {
            return;
        }
        ArrayNode list = out.putArray(column);
        for (String text : texts(value)) {
            list.add(lower ? text.toLowerCase(Locale.ROOT) : text);
        }
    }

    private static void principals(ObjectNode out, String column, JsonNode value) {
        if (value.isMissingNode()) {
            return;
        }
        ArrayNode list = out.putArray(column);
        if (value.isObject()) {
            value.properties()
                    .forEach(kind -> texts(kind.getValue())
                            .forEach(id -> list.add(
                                    id.equals("*") && kind.getKey().equals("AWS") ? "*" : kind.getKey() + ":" + id)));
        } else {
            texts(value).forEach(list::add);
        }
    }

    private static List<String> texts(JsonNode value) {
        List<String> out = new ArrayList<>();
        for (JsonNode item : value.isArray() ? value : MAKE.arrayNode().add(value)) {
            if (!item.isTextual()) {
                throw new IllegalArgumentException("a statement holds something other than text where text belongs");
            }
            out.add(item.asText());
        }
        return out;
    }
}

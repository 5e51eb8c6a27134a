package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.holdfast.content.RunbookStep.Output;
import java.util.List;
import java.util.Set;

/** Takes from an answer what a document asks for, as Systems Manager does: by JSONPath. */
final class Answers {
    private static final Set<String> LISTS = Set.of("StringList", "MapList");
    private static final Configuration JSON_PATH = Configuration.builder()
            .jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider())
            .options(Option.SUPPRESS_EXCEPTIONS)
            .build();

    private Answers() {}

    /** The outputs of a step, null in JSON for those that the answer does not have. */
    static ObjectNode outputs(List<Output> wanted, JsonNode answer) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (Output output : wanted) {
            JsonNode found = select(answer, output.selector());
            out.set(output.name(), LISTS.contains(output.type()) ? found : single(found));
        }
        return out;
    }

    /** True when the value is one of the desired, compared as text. */
    static boolean desired(JsonNode answer, String selector, List<JsonNode> desired) {
        JsonNode found = single(select(answer, selector));
        String text = found.isValueNode() ? found.asText() : found.toString();
        return desired.stream().anyMatch(d -> (d.isValueNode() ? d.asText() : d.toString()).equals(text));
    }

    /** The value as people may read it. */
    static String shown(JsonNode answer, String selector) {
        JsonNode found = single(select(answer, selector));
        return found.isNull() ? "nothing" : found.isValueNode() ? found.asText() : found.toString();
    }

    private static JsonNode select(JsonNode answer, String selector) {
        Object found = JsonPath.using(JSON_PATH).parse(answer).read(selector);
        return found instanceof JsonNode node && !node.isMissingNode() ? node : NullNode.getInstance();
    }

    /** A path with a filter gives a list; where one value is meant, its first is. */
    private static JsonNode single(JsonNode found) {
        if (!found.isArray()) {
            return found;
        }
        return found.isEmpty() ? NullNode.getInstance() : found.get(0);
    }
}

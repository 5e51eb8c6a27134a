package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.Runbook.Parameter;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.model.ContentError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A shipped document whose readings ask {@link DrivenAws}: the selectors alone are replaced, each by one that looks up the
 * state of its step. Calls, wanted states and undo stay as they are.
 *
 * @param document the document
 * @param parameters a value for each parameter
 * @param answers what outputs and waits find
 */
record DrivenDocument(Runbook document, ObjectNode parameters, ObjectNode answers) {
    private static final Pattern MEMBER = Pattern.compile("(\\w+\\.CurrentIteratorValue)\\.(\\w+)");
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    /** Parameters whose values must mean something. */
    private static final Map<String, JsonNode> GIVEN = Map.of(
            "Approvers",
            MAKE.arrayNode().add("ben").add("cleo"),
            "TopicAccount",
            MAKE.textNode("111122223333"),
            "TopicRegion",
            MAKE.textNode("eu-west-1"));

    static DrivenDocument of(Runbook shipped) {
        ObjectNode source = shipped.source().deepCopy();
        ObjectNode parameters = MAKE.objectNode();
        ObjectNode item = MAKE.objectNode();
        items(shipped).forEach((name, value) -> item.put(name.substring(name.lastIndexOf('.') + 1), value));
        for (Parameter parameter : shipped.parameters().values()) {
            parameters.set(
                    parameter.name(),
                    GIVEN.containsKey(parameter.name())
                            ? GIVEN.get(parameter.name())
                            : !parameter.allowedValues().isEmpty()
                            ? parameter.allowedValues().get(0)
                            : parameter.type().equals("MapList") && !item.isEmpty()
                                    ? MAKE.arrayNode().add(item)
                                    : value(parameter.type(), parameter.name()));
        }
        source.path("parameters").forEach(p -> ((ObjectNode) p).remove("allowedPattern"));
        ObjectNode settings = (ObjectNode) source.path("holdfast");
        settings.remove(List.of("owner", "find", "fill"));
        ObjectNode answers = MAKE.objectNode();
        ObjectNode found = answers.putObject("Found");
        steps(source.path("mainSteps"), found, item);
        List<ContentError> errors = new ArrayList<>();
        Runbook driven = new RunbookReader(Bench.CATALOG)
                .read(shipped.id(), source.toString(), errors)
                .orElseThrow(() -> new IllegalStateException(shipped.id() + ": " + errors));
        return new DrivenDocument(driven, parameters, answers);
    }

    /** What the loops of a document read of their one item, by the name it has there. */
    static Map<String, String> items(Runbook document) {
        Map<String, String> out = new TreeMap<>();
        MEMBER.matcher(document.source().toString())
                .results()
                .forEach(m -> out.put(m.group(1) + "." + m.group(2), "a-" + m.group(2)));
        return out;
    }

    private static void steps(JsonNode list, ObjectNode found, ObjectNode item) {
        for (JsonNode step : list) {
            String name = step.path("name").asText();
            if (step.path("holdfast").path("prior") instanceof ObjectNode prior) {
                prior.put("selector", "States." + name);
                prior.putArray("absentOn");
            }
            int n = 0;
            for (JsonNode output : step.path("outputs")) {
                String key = name + n++;
                String type = output.path("Type").asText("String");
                found.set(
                        key,
                        type.equals("MapList") && !item.isEmpty() ? MAKE.arrayNode().add(item) : value(type, key));
                ((ObjectNode) output).put("Selector", "$.Found." + key);
            }
            if (step.path("inputs") instanceof ObjectNode inputs && inputs.has("PropertySelector")) {
                found.set(name, inputs.path("DesiredValues").get(0));
                inputs.put("PropertySelector", "$.Found." + name);
            }
            steps(step.path("inputs").path("Steps"), found, item);
        }
    }

    private static JsonNode value(String type, String name) {
        ArrayNode list = MAKE.arrayNode();
        return switch (type) {
            case "Integer" -> MAKE.numberNode(7);
            case "Boolean" -> MAKE.booleanNode(true);
            case "StringList" -> list.add("a-" + name);
            case "StringMap" -> MAKE.objectNode().put("Key", "a-" + name);
            case "MapList" -> list.add(MAKE.objectNode().put("Key", "a-" + name));
            default -> MAKE.textNode("a-" + name);
        };
    }
}

package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.Runbook.Parameter;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.content.Template;
import dev.holdfast.model.ContentError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A shipped document whose readings ask {@link DrivenAws}: the selectors alone are replaced, each by one that looks up the
 * state of its step. Calls, wanted states and undo stay as they are.
 *
 * @param document the document
 * @param parameters a value for each parameter
 * @param answers what outputs and waits find
 * @param items what its loops find in their one item, by the name that the loop gives it
 */
record DrivenDocument(Runbook document, ObjectNode parameters, ObjectNode answers, Map<String, JsonNode> items) {
    private static final Pattern ITEM = Pattern.compile("(\\w+)\\.CurrentIteratorValue\\b(?!\\.)");
    private static final Pattern MEMBER = Pattern.compile("(\\w+\\.CurrentIteratorValue)\\.(\\w+)");
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    /** Parameters whose values must mean something. */
    private static final Map<String, JsonNode> GIVEN = Map.of(
            "Approvers",
            MAKE.arrayNode().add("ben").add("cleo"),
            "TargetAccount",
            MAKE.textNode("111122223333"),
            "TopicAccount",
            MAKE.textNode("111122223333"),
            "TopicRegion",
            MAKE.textNode("eu-west-1"));

    /** How many ways through a document's branches are tried: each two values that branches ask for meet on one of them. */
    static int ways(Runbook shipped) {
        Map<String, List<JsonNode>> choices = choices(shipped);
        int most = choices.values().stream().mapToInt(List::size).max().orElse(1);
        return choices.keySet().stream().filter(name -> !name.contains(".")).count() < 2 ? most : most * most;
    }

    /** The value that a branch finds on one of the ways. */
    private static JsonNode chosen(Map<String, List<JsonNode>> choices, String name, int way) {
        List<JsonNode> values = choices.get(name);
        int most = choices.values().stream().mapToInt(List::size).max().orElse(1);
        // What an item says goes with the first parameter: a public subnet needs a gateway.
        int place = name.contains(".") ? 0 : List.copyOf(choices.keySet()).indexOf(name);
        return values.get((way + place * (way / most)) % values.size());
    }

    /** @param way which of the values that the branches ask for is taken */
    static DrivenDocument of(Runbook shipped, int way) {
        ObjectNode source = shipped.source().deepCopy();
        ObjectNode parameters = MAKE.objectNode();
        ObjectNode item = MAKE.objectNode();
        Map<String, JsonNode> items = new TreeMap<>(members(shipped, way));
        items.forEach((name, value) -> item.set(name.substring(name.lastIndexOf('.') + 1), value));
        Map<String, List<JsonNode>> choices = choices(shipped);
        for (Parameter parameter : shipped.parameters().values()) {
            parameters.set(
                    parameter.name(),
                    GIVEN.containsKey(parameter.name())
                            ? GIVEN.get(parameter.name())
                            : choices.containsKey(parameter.name())
                                    ? chosen(choices, parameter.name(), way)
                                    : !parameter.allowedValues().isEmpty()
                                            ? parameter.allowedValues().get(0)
                                            : parameter.type().equals("MapList") && !item.isEmpty()
                                                    ? MAKE.arrayNode().add(item)
                                                    : value(parameter.type(), parameter.name()));
        }
        source.path("parameters").forEach(p -> ((ObjectNode) p).remove("allowedPattern"));
        ObjectNode settings = (ObjectNode) source.path("holdfast");
        settings.remove(List.of("owner", "find", "exists", "fill"));
        ObjectNode answers = MAKE.objectNode();
        ObjectNode found = answers.putObject("Found");
        Map<String, JsonNode> seen = new TreeMap<>(items);
        parameters.properties().forEach(p -> seen.put(p.getKey(), p.getValue()));
        steps(source.path("mainSteps"), found, seen, item);
        List<ContentError> errors = new ArrayList<>();
        Runbook driven = new RunbookReader(Bench.CATALOG)
                .read(shipped.id(), source.toString(), errors)
                .orElseThrow(() -> new IllegalStateException(shipped.id() + ": " + errors));
        items.putAll(texts(driven, parameters, found));
        return new DrivenDocument(driven, parameters, answers, items);
    }

    private static Map<String, JsonNode> members(Runbook document, int way) {
        String text = document.source().toString();
        Map<String, List<JsonNode>> choices = choices(document);
        Map<String, JsonNode> out = new TreeMap<>();
        MEMBER.matcher(text).results().forEach(m -> {
            String name = m.group(1) + "." + m.group(2);
            out.put(name, choices.containsKey(name) ? chosen(choices, name, way) : MAKE.textNode("a-" + m.group(2)));
        });
        return out;
    }

    private static Map<String, JsonNode> texts(Runbook document, ObjectNode parameters, ObjectNode found) {
        Map<String, JsonNode> out = new TreeMap<>();
        String text = document.source().toString();
        ITEM.matcher(text).results().forEach(m -> {
            JsonNode loop = document.source().findParents("name").stream()
                    .filter(s -> s.path("name").asText().equals(m.group(1)))
                    .findFirst()
                    .orElseThrow();
            String list = loop.path("inputs").path("Iterators").asText().replaceAll("[{} ]", "");
            int dot = list.indexOf('.');
            out.put(
                    m.group(1) + ".CurrentIteratorValue",
                    dot < 0
                            ? parameters.path(list).path(0)
                            : found.path(list.substring(0, dot) + output(document, list))
                                    .path(0));
        });
        return out;
    }

    /** The place of an output among those of its step. */
    private static int output(Runbook document, String reference) {
        int dot = reference.indexOf('.');
        return document.step(reference.substring(0, dot)).orElseThrow().outputs().stream()
                .map(o -> o.name())
                .toList()
                .indexOf(reference.substring(dot + 1));
    }

    /** What the branches of a document ask of each value, and last something that they do not ask for. */
    private static Map<String, List<JsonNode>> choices(Runbook document) {
        Map<String, List<JsonNode>> out = new TreeMap<>();
        for (JsonNode choice : document.source().findParents("Variable")) {
            String name = choice.path("Variable").asText().replaceAll("[{} ]", "");
            List<JsonNode> values = out.computeIfAbsent(name, n -> new ArrayList<>());
            JsonNode asked = choice.has("BooleanEquals") ? choice.path("BooleanEquals") : choice.path("StringEquals");
            if (!values.contains(asked)) {
                values.add(asked);
            }
        }
        out.forEach((name, values) -> {
            Parameter parameter = document.parameters().get(name);
            List<JsonNode> allowed = parameter == null ? List.of() : parameter.allowedValues();
            if (!allowed.isEmpty()) {
                allowed.stream().filter(a -> !values.contains(a)).forEach(values::add);
            } else if (values.get(0).isBoolean()) {
                values.add(MAKE.booleanNode(!values.get(0).booleanValue()));
            } else {
                values.add(MAKE.textNode("a-" + name));
            }
        });
        return out;
    }

    /** @param seen what parameters, items and the outputs before say, by name; what comes is added */
    private static void steps(JsonNode list, ObjectNode found, Map<String, JsonNode> seen, ObjectNode item) {
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
                        type.equals("MapList") && !item.isEmpty()
                                ? MAKE.arrayNode().add(item)
                                : value(type, key));
                seen.put(name + "." + output.path("Name").asText(), found.get(key));
                ((ObjectNode) output).put("Selector", "$.Found." + key);
            }
            if (step.path("inputs") instanceof ObjectNode inputs && inputs.has("PropertySelector")) {
                found.set(name, desired(inputs.path("DesiredValues").get(0), seen));
                inputs.put("PropertySelector", "$.Found." + name);
            }
            steps(step.path("inputs").path("Steps"), found, seen, item);
        }
    }

    /** What is compared: a value as it stands, or what an earlier step or a parameter says. */
    private static JsonNode desired(JsonNode asked, Map<String, JsonNode> seen) {
        return Template.fill(asked, name -> Objects.requireNonNull(seen.get(name), () -> "nobody says " + name));
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

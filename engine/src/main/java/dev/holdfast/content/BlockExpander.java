package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the steps of shared blocks in the place of the {@code aws:executeAutomation} steps that call them. What runs, is
 * approved and is journalled is one flat document; what is published keeps the call. A block's steps take the caller's
 * name in front ({@code isolate_swapGroups}), its parameters become the caller's references, and a parameter that the
 * caller gives as plain text becomes a parameter of the whole with that default.
 */
final class BlockExpander {
    static final String CALL = "aws:executeAutomation";

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*([A-Za-z][A-Za-z0-9_.:-]*)\\s*\\}\\}");

    private final Map<String, Runbook> blocks;
    private final ObjectNode document;
    private final Map<String, String> firsts = new HashMap<>();

    private BlockExpander(ObjectNode document, Map<String, Runbook> blocks) {
        this.document = document;
        this.blocks = blocks;
    }

    /** The document with all its blocks in place; itself when it calls none. */
    static ObjectNode expanded(ObjectNode authored, Map<String, Runbook> blocks) {
        ObjectNode whole = authored.deepCopy();
        if (!whole.path("parameters").isObject()) {
            whole.putObject("parameters");
        }
        BlockExpander expander = new BlockExpander(whole, blocks);
        whole.set("mainSteps", expander.steps(whole.path("mainSteps")));
        expander.retarget(whole.path("mainSteps"));
        return whole;
    }

    private ArrayNode steps(JsonNode list) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        for (JsonNode step : list) {
            Runbook block = blocks.get(step.path("inputs").path("DocumentName").asText());
            if (step.path("action").asText().equals(CALL) && block != null) {
                out.addAll(inPlace((ObjectNode) step, block));
            } else {
                if (step.path("inputs").path("Steps").isArray()) {
                    ((ObjectNode) step.path("inputs"))
                            .set("Steps", steps(step.path("inputs").path("Steps")));
                }
                out.add(step);
            }
        }
        return out;
    }

    private ArrayNode inPlace(ObjectNode call, Runbook block) {
        String prefix = call.path("name").asText() + "_";
        Map<String, String> references = references(call, prefix, block);
        Set<String> own = new HashSet<>();
        RunbookStep.flat(block.steps()).forEach(s -> own.add(s.name()));
        ArrayNode steps = (ArrayNode) renamed(block.source().path("mainSteps"), prefix, references, own);
        steps.forEach(step -> names((ObjectNode) step, prefix));
        firsts.put(call.path("name").asText(), steps.path(0).path("name").asText());
        ObjectNode last = (ObjectNode) steps.path(steps.size() - 1);
        last.remove("isEnd");
        for (String key : List.of("isEnd", "nextStep")) {
            if (call.has(key)) {
                last.set(key, call.path(key));
            }
        }
        if (call.path("holdfast").has("ends")) {
            ((ObjectNode) lastWrite(steps).path("holdfast"))
                    .set("ends", call.path("holdfast").path("ends"));
        }
        if (call.has("onFailure")) {
            steps.forEach(step -> {
                if (!step.has("onFailure")) {
                    ((ObjectNode) step).set("onFailure", call.path("onFailure"));
                }
            });
        }
        return steps;
    }

    /** The last step that says how it is undone or why not: only writes do. */
    private static JsonNode lastWrite(ArrayNode steps) {
        JsonNode last = steps.path(steps.size() - 1);
        for (JsonNode step : steps) {
            last = step.path("holdfast").has("idempotence") ? step : last;
        }
        return last;
    }

    /** What each parameter of the block is called in the whole. */
    private Map<String, String> references(ObjectNode call, String prefix, Runbook block) {
        Map<String, String> out = new HashMap<>();
        JsonNode given = call.path("inputs").path("RuntimeParameters");
        block.parameters().keySet().forEach(name -> {
            JsonNode value = given.path(name);
            Matcher matcher = REFERENCE.matcher(value.asText());
            if (value.isTextual() && matcher.matches()) {
                out.put(name, matcher.group(1));
                return;
            }
            ObjectNode parameter = block.source().path("parameters").path(name).deepCopy();
            if (!value.isMissingNode()) {
                parameter.set("default", value);
            }
            ((ObjectNode) document.path("parameters")).set(prefix + name, parameter);
            out.put(name, prefix + name);
        });
        return out;
    }

    private static JsonNode renamed(JsonNode value, String prefix, Map<String, String> references, Set<String> own) {
        if (value instanceof ObjectNode object) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(m -> out.set(m.getKey(), renamed(m.getValue(), prefix, references, own)));
            return out;
        }
        if (value instanceof ArrayNode list) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> out.add(renamed(item, prefix, references, own)));
            return out;
        }
        if (!value.isTextual()) {
            return value;
        }
        Matcher matcher = REFERENCE.matcher(value.textValue());
        StringBuilder out = new StringBuilder();
        int end = 0;
        while (matcher.find()) {
            String name = matcher.group(1);
            int dot = name.indexOf('.');
            String now = references.getOrDefault(
                    name, dot > 0 && own.contains(name.substring(0, dot)) ? prefix + name : name);
            out.append(value.textValue(), end, matcher.start())
                    .append("{{ ")
                    .append(now)
                    .append(" }}");
            end = matcher.end();
        }
        return TextNode.valueOf(
                out.append(value.textValue(), end, value.textValue().length()).toString());
    }

    /** Gives a step of a block, and the steps it names, their names in the whole. */
    private static void names(ObjectNode step, String prefix) {
        step.put("name", prefix + step.path("name").asText());
        prefix(step, "nextStep", prefix);
        String failure = step.path("onFailure").asText();
        if (failure.startsWith("step:")) {
            step.put("onFailure", "step:" + prefix + failure.substring(5));
        }
        JsonNode inputs = step.path("inputs");
        if (inputs instanceof ObjectNode object) {
            prefix(object, "Default", step.path("action").asText().equals("aws:branch") ? prefix : "");
            inputs.path("Choices").forEach(choice -> prefix((ObjectNode) choice, "NextStep", prefix));
            inputs.path("Steps").forEach(inner -> names((ObjectNode) inner, prefix));
        }
        if (step.path("holdfast").path("ends") instanceof ArrayNode ends) {
            for (int i = 0; i < ends.size(); i++) {
                ends.set(i, TextNode.valueOf(prefix + ends.path(i).asText()));
            }
        }
    }

    private static void prefix(ObjectNode object, String key, String prefix) {
        if (object.has(key) && !prefix.isEmpty()) {
            object.put(key, prefix + object.path(key).asText());
        }
    }

    /** Whoever leads to a call leads to the first step of what stands in its place. */
    private void retarget(JsonNode steps) {
        for (JsonNode node : steps) {
            ObjectNode step = (ObjectNode) node;
            retarget(step, "nextStep");
            String failure = step.path("onFailure").asText();
            if (failure.startsWith("step:") && firsts.containsKey(failure.substring(5))) {
                step.put("onFailure", "step:" + firsts.get(failure.substring(5)));
            }
            if (step.path("inputs") instanceof ObjectNode inputs) {
                if (step.path("action").asText().equals("aws:branch")) {
                    retarget(inputs, "Default");
                }
                inputs.path("Choices").forEach(choice -> retarget((ObjectNode) choice, "NextStep"));
                retarget(inputs.path("Steps"));
            }
        }
    }

    private void retarget(ObjectNode object, String key) {
        String first = firsts.get(object.path(key).asText());
        if (first != null) {
            object.put(key, first);
        }
    }
}

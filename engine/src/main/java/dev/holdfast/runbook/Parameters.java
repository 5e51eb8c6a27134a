package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import dev.holdfast.content.LinearPattern;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.Runbook.Parameter;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Holds given parameters against what a document takes. */
public final class Parameters {
    private Parameters() {}

    /**
     * Completes parameters with defaults and checks them.
     *
     * @param given name to value
     * @return every parameter of the document that has a value
     * @throws Problems with everything that is wrong
     */
    public static ObjectNode check(Runbook runbook, JsonNode given) {
        List<ContentError> errors = new ArrayList<>();
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            if (!runbook.parameters().containsKey(entry.getKey())) {
                errors.add(error(
                        runbook,
                        "there is no parameter `" + entry.getKey() + "`",
                        "It takes " + String.join(", ", runbook.parameters().keySet())));
            }
        }
        for (Parameter parameter : runbook.parameters().values()) {
            JsonNode value = given.path(parameter.name());
            if (value.isMissingNode() || value.isNull()) {
                value = parameter.fallback() == null ? value : parameter.fallback();
            }
            if (value.isMissingNode() || value.isNull()) {
                errors.add(error(
                        runbook,
                        "the parameter `" + parameter.name() + "` is missing",
                        "Give it: " + parameter.description()));
            } else {
                String wrong = wrong(parameter, value);
                if (wrong.isEmpty()) {
                    out.set(parameter.name(), value);
                } else {
                    errors.add(error(runbook, "the parameter `" + parameter.name() + "` " + wrong, ""));
                }
            }
        }
        if (!errors.isEmpty()) {
            throw new Problems(errors);
        }
        return out;
    }

    private static String wrong(Parameter parameter, JsonNode value) {
        boolean fits = switch (parameter.type()) {
            case "Boolean" -> value.isBoolean();
            case "Integer" -> value.isIntegralNumber();
            case "StringList", "MapList" -> value.isArray();
            case "StringMap" -> value.isObject();
            default -> value.isTextual();
        };
        if (!fits) {
            return "is not of type " + parameter.type();
        }
        if (!parameter.allowedPattern().isEmpty()) {
            Pattern pattern = LinearPattern.of(parameter.allowedPattern(), 0);
            List<JsonNode> texts = new ArrayList<>();
            if (value.isArray()) {
                value.forEach(texts::add);
            } else {
                texts.add(value);
            }
            if (!texts.stream().allMatch(t -> pattern.matches(t.asText()))) {
                return "does not match `" + parameter.allowedPattern() + "`";
            }
        }
        if (!parameter.allowedValues().isEmpty() && !parameter.allowedValues().contains(value)) {
            return "is not one of " + parameter.allowedValues();
        }
        return "";
    }

    private static ContentError error(Runbook runbook, String problem, String mend) {
        return new ContentError(runbook.id(), 0, 0, problem, mend);
    }
}

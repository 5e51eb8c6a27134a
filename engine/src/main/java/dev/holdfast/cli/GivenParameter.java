package dev.holdfast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.content.Runbook;

/** Reads a parameter of a runbook from the command line: words apart by commas make a list, JSON makes anything. */
final class GivenParameter {
    private GivenParameter() {}

    static JsonNode read(Runbook.Parameter parameter, String text) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        boolean json = text.startsWith("[") || text.startsWith("{");
        return switch (parameter.type()) {
            case "Integer", "Boolean", "MapList", "StringMap" -> parsed(parameter, text);
            case "StringList" -> {
                if (json) {
                    yield parsed(parameter, text);
                }
                ArrayNode list = make.arrayNode();
                for (String word : text.isBlank() ? new String[0] : text.split(",")) {
                    list.add(word.strip());
                }
                yield list;
            }
            default -> TextNode.valueOf(text);
        };
    }

    private static JsonNode parsed(Runbook.Parameter parameter, String text) {
        try {
            return Verb.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw Stop.usage(
                    "`" + parameter.name() + "` is of type " + parameter.type() + ", and `" + text + "` is no JSON",
                    "Write it as JSON");
        }
    }
}

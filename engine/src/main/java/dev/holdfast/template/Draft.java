package dev.holdfast.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The template of one account and region in the making. */
final class Draft {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private final List<Part> parts = new ArrayList<>();
    private final Map<String, String> inputs = new LinkedHashMap<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    List<Part> parts() {
        return parts;
    }

    /** What whoever uses the template must say: name to CloudFormation's type of it. */
    Map<String, String> inputs() {
        return inputs;
    }

    /** The id of a thing by what it is and is called; the same each time. */
    String id(String what, String name) {
        return ids.computeIfAbsent(what + " " + name, k -> {
            StringBuilder out = new StringBuilder(what);
            for (String word : name.split("[^A-Za-z0-9]+")) {
                if (!word.isEmpty()) {
                    out.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
                }
            }
            String id = out.toString();
            for (int n = 2; !taken.add(id); n++) {
                id = out + "N" + n;
            }
            return id;
        });
    }

    boolean has(String what, String name) {
        return ids.containsKey(what + " " + name);
    }

    /** Adds a part and gives its properties to be filled. */
    ObjectNode add(String id, String cloudFormation, String terraform, String... after) {
        ObjectNode properties = MAKE.objectNode();
        parts.add(new Part(id, cloudFormation, terraform, properties, List.of(after)));
        return properties;
    }

    /** Something that is there already and must be named by whoever uses the template. */
    ObjectNode input(String name, String type) {
        inputs.put(name, type);
        return ref(name);
    }

    static ObjectNode ref(String id) {
        return MAKE.objectNode().put("Ref", id);
    }

    static ObjectNode attribute(String id, String name) {
        ObjectNode out = MAKE.objectNode();
        out.putArray("Fn::GetAtt").add(id).add(name);
        return out;
    }

    /** The tags of what we made; a name only where there is one. */
    static ArrayNode tags(String name) {
        ArrayNode out = MAKE.arrayNode();
        if (!name.isEmpty()) {
            out.addObject().put("Key", "Name").put("Value", name);
        }
        out.addObject().put("Key", "holdfast:managed").put("Value", "baseline");
        return out;
    }

    static String text(JsonNode node, String member) {
        return node.path(member).asText();
    }
}

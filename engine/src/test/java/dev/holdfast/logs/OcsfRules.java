package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.OcsfSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds an event against OCSF 1.8.0: a judge of its own, which knows nothing of how views are made. */
final class OcsfRules {
    private final List<String> problems = new ArrayList<>();
    private final Set<String> profiles = new HashSet<>();

    private OcsfRules() {}

    /** What is wrong with an event; empty when nothing is. */
    static List<String> problems(JsonNode event) {
        OcsfRules rules = new OcsfRules();
        OcsfSchema schema = OcsfSchema.get();
        int uid = event.path("class_uid").asInt(-1);
        OcsfSchema.Type type = schema.typeNames().stream()
                .map(n -> schema.type(n).orElseThrow())
                .filter(t -> t.uid() == uid)
                .findFirst()
                .orElse(null);
        if (type == null) {
            return List.of("class_uid " + uid + " is no class");
        }
        event.path("metadata").path("profiles").forEach(p -> rules.profiles.add(p.asText()));
        rules.object(event, type.shape(), "");
        if (event.path("type_uid").asLong()
                != uid * 100L + event.path("activity_id").asInt()) {
            rules.problems.add("type_uid does not follow from class and activity");
        }
        if (event.path("category_uid").asInt() != type.category()) {
            rules.problems.add("category_uid is not the class's");
        }
        if (!event.path("metadata").path("version").asText().equals(OcsfSchema.VERSION)) {
            rules.problems.add("metadata.version is another");
        }
        return rules.problems;
    }

    private void object(JsonNode object, OcsfSchema.Shape shape, String where) {
        if (!object.isObject()) {
            problems.add(where + " is no object");
            return;
        }
        if (shape.attributes().isEmpty()) {
            return;
        }
        object.properties().forEach(e -> {
            OcsfSchema.Attribute attribute = shape.attributes().get(e.getKey());
            if (attribute == null) {
                problems.add(where + e.getKey() + " is no attribute");
            } else if (attribute.profile() != null && where.isEmpty() && !profiles.contains(attribute.profile())) {
                problems.add(where + e.getKey() + " needs the profile " + attribute.profile());
            } else {
                values(e.getValue(), attribute, where + e.getKey());
            }
        });
        shape.attributes().forEach((name, attribute) -> {
            boolean asked = attribute.profile() == null || profiles.contains(attribute.profile());
            if (attribute.required() && asked && !object.has(name)) {
                problems.add(where + name + " is missing");
            }
        });
        if (!shape.atLeastOne().isEmpty() && shape.atLeastOne().stream().noneMatch(object::has)) {
            problems.add(where + " lacks all of " + shape.atLeastOne());
        }
        if (!shape.justOne().isEmpty()
                && shape.justOne().stream().filter(object::has).count() != 1) {
            problems.add(where + " has not one of " + shape.justOne());
        }
    }

    private void values(JsonNode value, OcsfSchema.Attribute attribute, String where) {
        if (!attribute.list()) {
            value(value, attribute, where);
        } else if (!value.isArray()) {
            problems.add(where + " is no list");
        } else {
            value.forEach(v -> value(v, attribute, where));
        }
    }

    private void value(JsonNode value, OcsfSchema.Attribute attribute, String where) {
        String type = attribute.type();
        if (type.startsWith("@")) {
            object(value, OcsfSchema.get().object(type.substring(1)), where + ".");
            return;
        }
        boolean fits = switch (type) {
            case "j" -> true;
            case "i", "p" -> value.isIntegralNumber() && value.canConvertToInt();
            case "l", "t" -> value.isIntegralNumber() && value.canConvertToLong();
            case "b" -> value.isBoolean();
            case "f" -> value.isNumber();
            case "ip" -> value.isTextual() && value.asText().matches("[0-9.]{7,15}|[0-9a-fA-F:.%a-z]{2,60}");
            case "mac" -> value.asText().matches("([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}");
            case "uuid" -> value.asText().length() == 36;
            default -> value.isTextual();
        };
        if (!fits) {
            problems.add(where + " is not of type " + type + ": " + value);
        }
        // The table keeps the base class's values for these two; the class itself says what they must be.
        boolean own = where.equals("class_uid") || where.equals("category_uid");
        if (!own && !attribute.values().isEmpty() && !attribute.values().containsKey(value.asInt(-1))) {
            problems.add(where + " may not be " + value);
        }
        if (type.equals("p") && (value.asInt() < 0 || value.asInt() > 65_535)) {
            problems.add(where + " is no port: " + value);
        }
    }
}

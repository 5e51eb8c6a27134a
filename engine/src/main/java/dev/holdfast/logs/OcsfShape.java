package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.OcsfSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes a view keep to the schema: fills in what is unknown by its number, and leaves out objects that lack what they must have. */
final class OcsfShape {
    private OcsfShape() {}

    /** False when the class itself lacks what it must have. */
    static boolean completed(ObjectNode view, OcsfSchema.Type type) {
        return complete(view, type.shape());
    }

    private static boolean complete(ObjectNode object, OcsfSchema.Shape shape) {
        List<String> gone = new ArrayList<>();
        object.properties().forEach(e -> {
            OcsfSchema.Attribute attribute = shape.attributes().get(e.getKey());
            if (attribute != null && attribute.type().startsWith("@") && !kept(e.getValue(), attribute)) {
                gone.add(e.getKey());
            }
        });
        object.remove(gone);
        for (Map.Entry<String, OcsfSchema.Attribute> entry : shape.attributes().entrySet()) {
            OcsfSchema.Attribute attribute = entry.getValue();
            if (!attribute.required() || attribute.profile() != null || object.has(entry.getKey())) {
                continue;
            }
            if (!attribute.type().equals("i") || !attribute.values().containsKey(0)) {
                return false;
            }
            object.put(entry.getKey(), 0);
        }
        boolean some =
                shape.atLeastOne().isEmpty() || shape.atLeastOne().stream().anyMatch(object::has);
        boolean one = shape.justOne().isEmpty()
                || shape.justOne().stream().filter(object::has).count() == 1;
        return some && one && !object.isEmpty();
    }

    private static boolean kept(JsonNode value, OcsfSchema.Attribute attribute) {
        OcsfSchema.Shape shape = OcsfSchema.get().object(attribute.type().substring(1));
        if (shape.attributes().isEmpty()) {
            return true;
        }
        if (value instanceof ArrayNode list) {
            for (int i = list.size() - 1; i >= 0; i--) {
                if (!(list.get(i) instanceof ObjectNode element) || !complete(element, shape)) {
                    list.remove(i);
                }
            }
            return !list.isEmpty();
        }
        return value instanceof ObjectNode object && complete(object, shape);
    }
}

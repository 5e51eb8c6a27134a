package dev.holdfast.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Reads the form of the query protocols ({@code IpPermissions.1.FromPort=22}) into JSON with documented names. */
final class FormReader {
    private static final int MAX_ELEMENTS = 1_000;

    private final NavigableMap<String, String> form;
    private final boolean ec2;

    FormReader(NavigableMap<String, String> form, boolean ec2) {
        this.form = form;
        this.ec2 = ec2;
    }

    ObjectNode structure(SdkPojo shape, String prefix) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (SdkField<?> field : shape.sdkFields()) {
            JsonNode value = value(field, prefix + name(field));
            if (value != null) {
                out.set(field.memberName(), value);
            }
        }
        return out;
    }

    /** EC2 writes every member with a capital, whatever its answers do. */
    private String name(SdkField<?> field) {
        String name = field.locationName();
        return ec2 ? name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) : name;
    }

    private @Nullable JsonNode value(SdkField<?> field, String path) {
        if (!has(path)) {
            return null;
        }
        if (Shapes.isStructure(field)) {
            return structure(field.constructor().get(), path + ".");
        } else if (Shapes.isList(field)) {
            return list(field, path);
        } else if (Shapes.isMap(field)) {
            return map(field, path);
        }
        String text = form.get(path);
        return text == null ? null : Shapes.scalar(field, text);
    }

    private ArrayNode list(SdkField<?> field, String path) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        String named = path + "." + Shapes.elementName(field);
        String base = ec2 || !has(named) ? path : named;
        for (int i = 1; i <= MAX_ELEMENTS; i++) {
            JsonNode element = value(Shapes.element(field), base + "." + i);
            if (element == null) {
                return out;
            }
            out.add(element);
        }
        return out;
    }

    private ObjectNode map(SdkField<?> field, String path) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        String base = has(path + ".entry") ? path + ".entry" : path;
        for (int i = 1; i <= MAX_ELEMENTS; i++) {
            String key = form.get(base + "." + i + ".key");
            JsonNode value = value(Shapes.mapValue(field), base + "." + i + ".value");
            if (key == null || value == null) {
                return out;
            }
            out.set(key, value);
        }
        return out;
    }

    private boolean has(String path) {
        String below = form.ceilingKey(path + ".");
        return form.containsKey(path) || (below != null && below.startsWith(path + "."));
    }
}

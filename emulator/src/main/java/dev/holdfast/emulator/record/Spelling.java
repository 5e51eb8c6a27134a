package dev.holdfast.emulator.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.Protocol;
import dev.holdfast.model.OperationCatalog;
import dev.holdfast.model.OperationCatalog.Shape;
import dev.holdfast.model.OperationCatalog.Type;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Members as CloudTrail spells them: first letter small, EC2's lists as {@code {"items": […]}}, secrets left out. Source:
 * AWS CloudTrail User Guide, "CloudTrail record contents", and the examples there.
 */
final class Spelling {
    private static final Set<String> SECRET = Set.of(
            "secretaccesskey",
            "sessiontoken",
            "password",
            "newpassword",
            "oldpassword",
            "masteruserpassword",
            "secretstring",
            "secretbinary",
            "plaintext",
            "privatekey",
            "keymaterial",
            "userdata",
            "authorizationtoken",
            "base32stringseed",
            "qrcodepng");

    /** EC2's request lists that CloudTrail names after the answer's sets, with the name of what lies inside. */
    private static final Map<String, String[]> SETS = Map.of(
            "InstanceIds", new String[] {"instancesSet", "instanceId"},
            "GroupIds", new String[] {"securityGroupIdSet", "groupId"},
            "GroupNames", new String[] {"securityGroupSet", "groupName"},
            "VolumeIds", new String[] {"volumeSet", "volumeId"},
            "SnapshotIds", new String[] {"snapshotSet", "snapshotId"},
            "VpcIds", new String[] {"vpcSet", "vpcId"},
            "SubnetIds", new String[] {"subnetSet", "subnetId"},
            "Values", new String[] {"valueSet", "value"},
            "Filters", new String[] {"filterSet", ""});

    private final OperationCatalog catalog;

    Spelling(OperationCatalog catalog) {
        this.catalog = catalog;
    }

    JsonNode request(Call call, JsonNode members) {
        return spelled(
                call, members, catalog.find(call.service(), call.operation()).map(o -> o.input()));
    }

    JsonNode answer(Call call, JsonNode members) {
        return spelled(
                call, members, catalog.find(call.service(), call.operation()).map(o -> o.output()));
    }

    private static JsonNode spelled(Call call, JsonNode members, Optional<Shape> shape) {
        return structure(members, shape.orElse(null), call.protocol() == Protocol.EC2);
    }

    private static JsonNode structure(JsonNode value, @Nullable Shape shape, boolean ec2) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        boolean keys = shape != null && shape.type() == Type.MAP;
        value.properties().forEach(e -> {
            String name = e.getKey();
            if (SECRET.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                return;
            }
            Shape inner = inner(shape, name, keys);
            if (ec2 && e.getValue().isArray()) {
                String[] set = SETS.getOrDefault(name, new String[] {small(name), ""});
                out.set(set[0], items((ArrayNode) e.getValue(), inner, set[1]));
            } else {
                out.set(keys ? name : small(name), value(e.getValue(), inner, ec2));
            }
        });
        return out;
    }

    private static @Nullable Shape inner(@Nullable Shape shape, String name, boolean keys) {
        if (shape == null) {
            return null;
        }
        return shape.member(keys ? "*" : name).orElse(null);
    }

    private static JsonNode value(JsonNode value, @Nullable Shape shape, boolean ec2) {
        if (value.isObject()) {
            return structure(value, shape, ec2);
        } else if (value.isArray()) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            Shape element = shape == null ? null : shape.member("[]").orElse(null);
            value.forEach(item -> out.add(value(item, element, ec2)));
            return out;
        }
        return value;
    }

    private static ObjectNode items(ArrayNode list, @Nullable Shape shape, String inside) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        Shape element = shape == null ? null : shape.member("[]").orElse(null);
        for (JsonNode item : list) {
            if (item.isValueNode() && !inside.isEmpty()) {
                items.addObject().set(inside, item);
            } else {
                items.add(value(item, element, true));
            }
        }
        if (!items.isEmpty()) {
            out.set("items", items);
        }
        return out;
    }

    static String small(String name) {
        return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}

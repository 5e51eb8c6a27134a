package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** {@code holdfast.yaml} as rows of {@link FactTables#CONFIG}. */
public final class ConfigRows {
    private ConfigRows() {}

    /**
     * A row for each node below the top, in the document's order.
     *
     * @param config the configuration; null members give no row
     */
    public static List<ObjectNode> of(JsonNode config) {
        List<ObjectNode> out = new ArrayList<>();
        config.properties().forEach(member -> add(member.getKey(), member.getValue(), out));
        return out;
    }

    private static void add(String path, JsonNode value, List<ObjectNode> out) {
        if (value.isNull()) {
            return;
        }
        out.add(JsonNodeFactory.instance
                .objectNode()
                .put("path", path)
                .put("value", value.isValueNode() ? value.asText() : value.toString()));
        value.properties().forEach(member -> add(path + "." + member.getKey(), member.getValue(), out));
    }
}

package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Doc;
import dev.holdfast.content.Yaml;
import dev.holdfast.model.ContentError;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** {@code holdfast.yaml} as one document: what the user wrote over what holds otherwise. */
final class ConfigDocument {
    private static final String DEFAULTS = "/config/defaults.yaml";

    private ConfigDocument() {}

    /** What holds where the file is silent. */
    static ObjectNode defaults() {
        List<ContentError> errors = new ArrayList<>();
        try (InputStream in = ConfigDocument.class.getResourceAsStream(DEFAULTS)) {
            if (in == null) {
                throw new IllegalStateException(DEFAULTS + " is missing from the program");
            }
            List<Doc> docs = Yaml.read(DEFAULTS, in.readAllBytes(), errors);
            if (!errors.isEmpty() || docs.size() != 1) {
                throw new IllegalStateException(DEFAULTS + ": " + errors);
            }
            return (ObjectNode) docs.getFirst().json();
        } catch (IOException e) {
            throw new IllegalStateException(DEFAULTS + " cannot be read", e);
        }
    }

    /** Mappings are merged member by member; everything else that the user wrote takes the place of the default. */
    static ObjectNode over(ObjectNode defaults, JsonNode written) {
        ObjectNode out = defaults.deepCopy();
        written.properties().forEach(member -> {
            JsonNode base = out.path(member.getKey());
            out.set(
                    member.getKey(),
                    base instanceof ObjectNode mapping && member.getValue().isObject()
                            ? over(mapping, member.getValue())
                            : member.getValue());
        });
        return out;
    }
}

package dev.holdfast.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.holdfast.content.Doc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The form of {@code holdfast.yaml}: its JSON Schema (2020-12), for editors and for this program alike. */
public final class ConfigSchema {
    private static final String RESOURCE = "/config/holdfast.schema.json";

    private final JsonNode root;
    private final JsonSchema schema;

    private ConfigSchema(String text) throws IOException {
        this.root = new ObjectMapper().readTree(text);
        this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(root, SchemaValidatorsConfig.builder().build());
    }

    private static final class Shipped {
        static final ConfigSchema IT = read();

        private static ConfigSchema read() {
            try {
                return new ConfigSchema(text());
            } catch (IOException e) {
                throw new IllegalStateException(RESOURCE + " cannot be read", e);
            }
        }
    }

    /** The one that comes with the program. */
    public static ConfigSchema shipped() {
        return Shipped.IT;
    }

    /** Its text. */
    public static String text() {
        try (InputStream in = ConfigSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
    }

    /** Adds everything about which the document is not of this form. */
    void check(Branch top, Complaints say) {
        Doc doc = top.doc();
        if (doc != null) {
            for (ValidationMessage message : schema.validate(doc.json())) {
                new SchemaProblem(root, top, message).tell(say);
            }
        }
    }
}

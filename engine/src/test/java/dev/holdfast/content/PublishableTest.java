package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.model.ContentError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Without Holdfast's blocks, every document is one that AWS Systems Manager takes, by AWS's own schema. */
class PublishableTest {
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(schema());

    private static String schema() {
        try (InputStream in = PublishableTest.class.getResourceAsStream("/ssm/automation-document.schema.json")) {
            // Its patterns are JavaScript's, where a brace needs no escape.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("{{", "\\\\{\\\\{");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyDocumentFitsTheSchemaOfAws() {
        Map<String, String> wrong = new TreeMap<>();
        documents()
                .forEach((id, document) -> SCHEMA.validate(unrolled(document.publishable()))
                        .forEach(message -> wrong.put(id, message.getMessage())));
        assertThat(wrong).isEmpty();
    }

    /** The schema tells: with the blocks no document fits. */
    @Test
    void theBlocksAreNoPartOfIt() {
        documents()
                .values()
                .forEach(document -> assertThat(SCHEMA.validate(document.authored()))
                        .as(document.id())
                        .isNotEmpty());
    }

    /** The schema is older than aws:loop: what a loop repeats is held to it in the loop's place. */
    private static JsonNode unrolled(JsonNode publishable) {
        ObjectNode document = publishable.deepCopy();
        ArrayNode steps = JsonNodeFactory.instance.arrayNode();
        document.path("mainSteps").forEach(step -> unroll(step, steps));
        document.set("mainSteps", steps);
        return document;
    }

    private static void unroll(JsonNode step, ArrayNode into) {
        if (step.path("action").asText().equals("aws:loop")) {
            step.path("inputs").path("Steps").forEach(inner -> unroll(inner, into));
        } else {
            into.add(step);
        }
    }

    private static Map<String, Runbook> documents() {
        List<ContentError> errors = new ArrayList<>();
        Map<String, Runbook> all = new RunbookReader(new SdkCatalog())
                .all(new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), errors);
        assertThat(errors).isEmpty();
        all.keySet().removeIf(id -> id.startsWith("drills/"));
        assertThat(all).hasSizeGreaterThan(120);
        return all;
    }
}

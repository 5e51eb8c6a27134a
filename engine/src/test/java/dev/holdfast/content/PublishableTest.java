package dev.holdfast.content;

import static org.assertj.core.api.Assertions.assertThat;

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
                .forEach((id, document) -> SCHEMA.validate(document.publishable())
                        .forEach(message -> wrong.put(id, message.getMessage())));
        assertThat(wrong).isEmpty();
    }

    /** The schema tells: with the blocks no document fits. */
    @Test
    void theBlocksAreNoPartOfIt() {
        documents()
                .values()
                .forEach(document -> assertThat(SCHEMA.validate(document.source()))
                        .as(document.id())
                        .isNotEmpty());
    }

    private static Map<String, Runbook> documents() {
        List<ContentError> errors = new ArrayList<>();
        Map<String, Runbook> all = new RunbookReader(new SdkCatalog())
                .all(new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), errors);
        assertThat(errors).isEmpty();
        // aws:loop, which some runbooks and drills use, is younger than the schema.
        all.keySet().removeIf(id -> !id.startsWith("fixes/") && !id.startsWith("baseline/"));
        assertThat(all).hasSizeGreaterThan(50);
        return all;
    }
}

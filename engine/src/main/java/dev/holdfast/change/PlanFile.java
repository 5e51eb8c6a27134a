package dev.holdfast.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.evidence.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plans in files: written whole or not at all, and refused when anything in them was changed since. */
public final class PlanFile {
    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxStringLength(MAX_BYTES)
                        .build());
    }

    private PlanFile() {}

    /** The plan as JSON with its digest, as files and {@code --json} show it. */
    public static ObjectNode json(Plan plan) {
        return PlanJson.write(plan).put("digest", plan.digest());
    }

    /**
     * Writes a plan.
     *
     * @throws Refusal when the file cannot be written
     */
    public static void write(Path file, Plan plan) {
        try {
            String text = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json(plan)) + "\n";
            DurableFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Refusal("the plan `" + file + "` cannot be written: " + e.getMessage());
        }
    }

    /**
     * Reads a plan.
     *
     * @throws Refusal when it is not a plan, or was edited
     */
    public static Plan read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new Refusal("`" + file + "` is larger than a plan can be");
            }
            JsonNode json = MAPPER.readTree(bytes);
            if (!(json instanceof ObjectNode object)) {
                throw new Refusal("`" + file + "` is not a plan");
            }
            JsonNode digest = object.remove("digest");
            Plan plan = PlanJson.read(object);
            if (digest == null || !plan.digest().equals(digest.asText())) {
                throw new Refusal("the plan `" + file + "` was edited after it was made; make a new one");
            }
            return plan;
        } catch (JsonProcessingException e) {
            throw new Refusal("`" + file + "` is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Refusal("the plan `" + file + "` cannot be read: " + e.getMessage());
        }
    }
}

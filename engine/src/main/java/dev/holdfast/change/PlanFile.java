package dev.holdfast.change;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.evidence.DurableFile;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Plans in files: written whole or not at all, and refused when anything in them was changed since. */
public final class PlanFile {
    private static final int MAX_BYTES = 256 * 1024 * 1024;
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
     * What a person is shown of a plan: all but its targets, and no more than so many steps.
     *
     * @param most how many steps
     */
    public static ObjectNode shown(Plan plan, int most) {
        ObjectNode out = PlanJson.head(plan).put("digest", plan.digest());
        plan.steps().stream().limit(most).map(PlanJson::write).forEach(out.withArray("steps")::add);
        return out;
    }

    /**
     * Writes a plan, target by target and step by step.
     *
     * @throws Refusal when the file cannot be written, or would be larger than a plan can be
     */
    public static void write(Path file, Plan plan) {
        try {
            DurableFile.replace(file, out -> write(plan, new Bounded(out)));
        } catch (IOException e) {
            throw new Refusal("the plan `" + file + "` cannot be written: " + e.getMessage());
        }
    }

    private static void write(Plan plan, OutputStream out) throws IOException {
        Map<String, Iterable<JsonNode>> lists = PlanJson.lists(plan);
        try (JsonGenerator json = MAPPER.writerWithDefaultPrettyPrinter().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> member : PlanJson.head(plan).properties()) {
                json.writeFieldName(member.getKey());
                Iterable<JsonNode> list = lists.get(member.getKey());
                if (list == null) {
                    MAPPER.writeTree(json, member.getValue());
                } else {
                    json.writeStartArray();
                    for (JsonNode item : list) {
                        MAPPER.writeTree(json, item);
                    }
                    json.writeEndArray();
                }
            }
            json.writeStringField("digest", plan.digest());
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /** Ends a file that would become too large to be read again. */
    private static final class Bounded extends FilterOutputStream {
        private long written;

        Bounded(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            counted(count);
            out.write(bytes, from, count);
        }

        @Override
        public void write(int one) throws IOException {
            counted(1);
            out.write(one);
        }

        private void counted(int more) {
            written += more;
            if (written > MAX_BYTES) {
                throw new Refusal("the plan is larger than " + MAX_BYTES / (1024 * 1024)
                        + " MiB; plan less at once, with `limits.max-targets` or --section");
            }
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

package dev.holdfast.emulator.verbs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.AwsSettings;
import dev.holdfast.emulator.Emulator;
import dev.holdfast.emulator.EmulatorOptions;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.model.TableSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What the offline demo shows: the rows of one collection and the log of one attack, as text that any version reads. */
final class Recording {
    static final String SNAPSHOT = "snapshot.jsonl.gz";
    static final String RUN = "run.json";
    static final String LOG = "cloudtrail.json.gz";
    private static final String BUCKET = "meridian-organization-trail";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Recording() {}

    /** Keeps the first snapshot of a demo and the log of its attack. */
    static void write(Typist typist, Emulator emulator, Path folder, Instant from, Instant until) throws IOException {
        Files.createDirectories(folder);
        Path snapshots = typist.home().resolve("snapshots");
        Path first;
        try (Stream<Path> files = Files.list(snapshots)) {
            first = files.filter(f -> f.toString().endsWith(".duckdb"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        String name = first.getFileName().toString().replace(".duckdb", "");
        Files.copy(
                snapshots.resolve(name + ".json"),
                folder.resolve(RUN),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (Snapshot snapshot = Snapshot.open(first, QueryLimits.USUAL);
                Writer out = writer(folder.resolve(SNAPSHOT))) {
            for (TableSchema schema : new TreeMap<>(snapshot.schemas()).values()) {
                ObjectNode head = JSON.createObjectNode().put("table", schema.name());
                schema.columns()
                        .forEach(c -> head.withArray("columns")
                                .addObject()
                                .put("name", c.name())
                                .put("type", c.type().name()));
                out.write(head + "\n");
                for (ObjectNode row : snapshot.answer("SELECT * FROM \"" + schema.name() + "\" ORDER BY ALL")
                        .rows()) {
                    out.write(JSON.createObjectNode().set("row", row) + "\n");
                }
            }
        }
        log(emulator, folder, from, until);
    }

    private static void log(Emulator emulator, Path folder, Instant from, Instant until) throws IOException {
        emulator.flush();
        AwsSettings settings = AwsSettings.of(emulator.endpoint(), new Region("eu-west-1"), EmulatorOptions.ROLE);
        ArrayNode records = JsonNodeFactory.instance.arrayNode();
        try (AwsSession session = AwsSession.open(
                settings, emulator.operator(), InstantSource.system(), System::nanoTime, new Random())) {
            JsonNode owner = emulator.kept("log-archive");
            Scope scope = new Scope(new AccountId(owner == null ? "" : owner.asText()), new Region("eu-west-1"));
            AwsReader reader = session.reader();
            List<String> keys = new ArrayList<>();
            ObjectNode request = JSON.createObjectNode().put("Bucket", BUCKET).put("Prefix", "AWSLogs/");
            reader.pages(
                    scope,
                    "s3",
                    "ListObjectsV2",
                    request,
                    p -> p.path("Contents").forEach(o -> keys.add(o.path("Key").asText())));
            for (String key : keys) {
                try (InputStream in = new GZIPInputStream(reader.object(scope, BUCKET, key))) {
                    JSON.readTree(in).path("Records").forEach(r -> {
                        Instant at = Instant.parse(r.path("eventTime").asText());
                        if (!at.isBefore(from) && !at.isAfter(until)) {
                            records.add(plain((ObjectNode) r));
                        }
                    });
                }
            }
        }
        try (Writer out = writer(folder.resolve(LOG))) {
            out.write(JSON.createObjectNode().set("Records", records).toString());
        }
    }

    /** Our own calls name the machine they came from; that is nobody's business. */
    private static ObjectNode plain(ObjectNode record) {
        if (record.path("userAgent").asText().startsWith("aws-sdk-java")) {
            record.put("userAgent", "aws-sdk-java/2");
        }
        return record;
    }

    private static Writer writer(Path file) throws IOException {
        return new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8);
    }

    /** Makes a snapshot file of the recorded rows. */
    static void restore(Path folder, Path target) throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(folder.resolve(SNAPSHOT))), StandardCharsets.UTF_8));
                SnapshotWriter writer = SnapshotWriter.create(target)) {
            String table = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode node = JSON.readTree(line);
                if (node.has("table")) {
                    table = node.path("table").asText();
                    List<TableSchema.Column> columns = new ArrayList<>();
                    node.path("columns")
                            .forEach(c -> columns.add(new TableSchema.Column(
                                    c.path("name").asText(),
                                    TableSchema.Type.valueOf(c.path("type").asText()))));
                    writer.define(new TableSchema(table, columns));
                } else if (node.path("row") instanceof ObjectNode row) {
                    writer.append(table, List.of(row));
                }
            }
            writer.complete();
        }
    }

    /** What the recorded run said of itself, under another name. */
    static void restoreRun(Path folder, Path target, String name) throws IOException {
        JsonNode run = JSON.readTree(Files.readAllBytes(folder.resolve(RUN)));
        Files.write(
                target,
                ((ObjectNode) run).put("snapshot", name).toPrettyString().getBytes(StandardCharsets.UTF_8));
    }

    /** Names that a reader may want to see together. */
    static Map<String, Path> files(Path folder) {
        return Map.of(SNAPSHOT, folder.resolve(SNAPSHOT), RUN, folder.resolve(RUN), LOG, folder.resolve(LOG));
    }
}

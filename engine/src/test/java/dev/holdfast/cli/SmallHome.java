package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableDefinition.Extent;
import dev.holdfast.content.TableReader;
import dev.holdfast.inventory.SnapshotTables;
import dev.holdfast.lake.SnapshotWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A home with snapshots as a test invents them: every table of the content is there, two accounts in two regions were
 * read, and only the rows given exist.
 */
final class SmallHome {
    static final String FIRST = "111111111111";
    static final String SECOND = "222222222222";
    static final Path ROOT =
            Path.of(System.getProperty("holdfast.root", "..")).toAbsolutePath().normalize();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final List<TableDefinition> tables =
            Library.whole(new ContentFolder(List.of(ROOT.resolve("content"))), TableReader::read);
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");

    SmallHome(Path home) {
        this.home = home;
    }

    record Answer(int code, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    /** Rows by table, and scopes {@code table account region} that could not be read. */
    record World(Map<String, List<ObjectNode>> rows, Set<String> unread, List<String> accounts) {
        World(Map<String, List<ObjectNode>> rows) {
            this(rows, Set.of(), List.of(FIRST, SECOND));
        }
    }

    static ObjectNode row(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static ObjectNode bucket(String account, String name) {
        return JSON.createObjectNode()
                .put("account_id", account)
                .put("region", "eu-west-1")
                .put("name", name)
                .put("arn", "arn:aws:s3:::" + name);
    }

    /** Writes a snapshot under a name; the name sorts by time. */
    Path snapshot(String name, Instant started, World world) throws IOException {
        Path folder = home.resolve("snapshots");
        Files.createDirectories(folder);
        Path file = folder.resolve(name + ".duckdb");
        try (SnapshotWriter writer = SnapshotWriter.create(file)) {
            writer.define(SnapshotTables.COLLECTION);
            writer.define(SnapshotTables.ACCOUNT);
            writer.define(SnapshotTables.SNAPSHOT);
            for (String account : world.accounts()) {
                writer.append(
                        "holdfast_account",
                        List.of(row("{\"id\":\"" + account + "\",\"name\":\"a" + account.charAt(0)
                                + "\",\"status\":\"ACTIVE\",\"management\":" + account.equals(FIRST) + "}")));
            }
            for (String[] fact : new String[][] {
                {"started", started.toString()},
                {"regions", "eu-west-1,us-east-1"},
                {"management", FIRST},
                {"organization", "o-1234567890"}
            }) {
                writer.append(
                        "holdfast_snapshot",
                        List.of(JSON.createObjectNode().put("name", fact[0]).put("value", fact[1])));
            }
            for (TableDefinition table : tables) {
                writer.define(table.schema());
                writer.append(table.name(), world.rows().getOrDefault(table.name(), List.of()));
                writer.append("holdfast_collection", asked(table, world));
            }
            writer.complete();
        }
        Files.writeString(
                folder.resolve(name + ".json"),
                "{\"organization\":{\"id\":\"o-1234567890\",\"accounts\":[{\"id\":\"" + FIRST
                        + "\",\"name\":\"first\",\"status\":\"ACTIVE\"},{\"id\":\"" + SECOND
                        + "\",\"name\":\"second\",\"status\":\"ACTIVE\"}],\"regions\":[\"eu-west-1\",\"us-east-1\"]}}");
        return file;
    }

    private static List<ObjectNode> asked(TableDefinition table, World world) {
        List<ObjectNode> out = new ArrayList<>();
        List<String> accounts = table.extent() == Extent.ORGANIZATION ? List.of(FIRST) : world.accounts();
        List<String> regions = table.extent().regional() ? List.of("eu-west-1", "us-east-1") : List.of("global");
        for (String account : accounts) {
            for (String region : regions) {
                ObjectNode row = JSON.createObjectNode()
                        .put("account", account)
                        .put("region", region)
                        .put("table_name", table.name())
                        .put("rows", 0)
                        .put("calls", 1);
                if (world.unread().contains(table.name() + " " + account + " " + region)) {
                    row.put("operation", "s3:ListBuckets")
                            .put("error", "AccessDenied")
                            .put("kind", "denied");
                }
                out.add(row);
            }
        }
        return out;
    }

    /** The time of day moves on. */
    void later(Instant time) {
        now = time;
    }

    Answer type(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings here = new Surroundings(
                        Map.of(),
                        () -> now,
                        System::nanoTime,
                        new Random(3),
                        System.out,
                        System.err,
                        false,
                        false,
                        100,
                        home,
                        ROOT)
                .writingTo(out, err);
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--home", home.toString()));
        int code = Main.run(here, all.toArray(String[]::new));
        return new Answer(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static Set<String> set(String... items) {
        return new HashSet<>(List.of(items));
    }
}

package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.inventory.SnapshotTables;
import dev.holdfast.lake.SnapshotWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in a home is shown, and only what nobody needs goes. */
class SnapshotsVerbTest {
    private static final String OCTOBER = "20261001T100000Z-0001";
    private static final String NOVEMBER = "20261101T100000Z-0002";
    private static final String YESTERDAY = "20261123T100000Z-0003";

    @TempDir
    Path folder;

    private SmallHome home = new SmallHome(Path.of("."));

    @BeforeEach
    void fill() throws IOException {
        home = new SmallHome(folder);
        for (String name : List.of(OCTOBER, NOVEMBER, YESTERDAY)) {
            home.snapshot(name, Instant.parse("2026-10-01T10:00:00Z"), new SmallHome.World(Map.of()));
        }
    }

    private Path file(String name) {
        return folder.resolve("snapshots").resolve(name + ".duckdb");
    }

    /** Leaves behind what a run that died leaves. */
    private void interrupted(String name) {
        try (SnapshotWriter writer = SnapshotWriter.create(file(name))) {
            begin(writer);
        }
    }

    private static void begin(SnapshotWriter writer) {
        writer.define(SnapshotTables.COLLECTION);
        ObjectNode row = SmallHome.row("{\"account\":\"111111111111\",\"region\":\"global\",\"table_name\":\"t\"}");
        writer.finish("holdfast_collection", 0, row);
        writer.commit();
    }

    private static List<String> names(JsonNode list) {
        List<String> out = new ArrayList<>();
        list.forEach(e -> out.add(
                e.isTextual()
                        ? e.asText()
                        : e.path("name").asText() + " " + e.path("state").asText()));
        return out;
    }

    @Test
    void wholeInterruptedAndGrowingOnesAreToldApart() throws IOException {
        interrupted("20261120T100000Z-dead");
        try (SnapshotWriter writer = SnapshotWriter.create(file("20261124T095900Z-live"))) {
            begin(writer);
            assertThat(names(home.type("snapshots", "list", "--json").json().path("snapshots")))
                    .containsExactly(
                            OCTOBER + " whole",
                            NOVEMBER + " whole",
                            "20261120T100000Z-dead interrupted",
                            YESTERDAY + " whole",
                            "20261124T095900Z-live running");
            assertThat(home.type("snapshots", "list").out())
                    .contains("holdfast identify --resume 20261120T100000Z-dead", "being written", "24 h ago");
            // What a living run writes is not for pruning.
            home.type("snapshots", "prune", "--keep", "1");
            assertThat(writer.folder().path()).isDirectory();
        }
    }

    @Test
    void pruningKeepsTheNewestTheYoungAndWhatOthersWereBuiltOn() throws IOException {
        assertThat(names(home.type("snapshots", "prune", "--keep", "1", "--older-than", "30d", "--dry-run", "--json")
                        .json()
                        .path("removed")))
                .containsExactly(OCTOBER);
        assertThat(file(OCTOBER)).exists();
        Files.writeString(folder.resolve("snapshots").resolve(YESTERDAY + ".json"), "{\"base\":\"" + OCTOBER + "\"}");
        assertThat(home.type("snapshots", "prune", "--keep", "1").out()).contains("1 snapshots removed, 2 kept");
        assertThat(file(NOVEMBER)).doesNotExist();
        assertThat(file(OCTOBER)).exists();
        assertThat(home.type("snapshots", "prune", "--keep", "0").code()).isEqualTo(Exit.USAGE);
        assertThat(home.type("snapshots", "prune", "--older-than", "soon").code())
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void interruptedRunsGoWhenALaterSnapshotIsWhole() {
        interrupted("20261120T100000Z-dead");
        interrupted("20261124T090000Z-late");
        home.type("snapshots", "prune");
        assertThat(folder.resolve("snapshots/.20261120T100000Z-dead.duckdb.part"))
                .doesNotExist();
        assertThat(folder.resolve("snapshots/.20261124T090000Z-late.duckdb.part"))
                .isDirectory();
    }

    @Test
    void anInterruptedRunIsNotTakenForASnapshot() {
        interrupted("20261124T090000Z-late");
        SmallHome.Answer answer = home.type("protect", "check", "--snapshot", "20261124T090000Z-late");
        assertThat(answer.code()).isEqualTo(Exit.USAGE);
        assertThat(answer.err()).contains("was interrupted", "identify --resume 20261124T090000Z-late");
        assertThat(home.type("identify", "--resume", "20261124T090000Z-late").err())
                .contains("died before it read anything");
        assertThat(home.type("identify", "--resume", "nonsense").code()).isEqualTo(Exit.USAGE);
    }
}

package dev.holdfast.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.inventory.SnapshotTables;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.Gap;
import dev.holdfast.model.RestorePoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is left of a database that is gone: the points that are still listed, and nothing that is only believed. */
class GoneTest {
    private static final String ACCOUNT = "111122223333";
    private static final String REGION = "eu-west-1";
    private static final String DATABASE = "arn:aws:rds:eu-west-1:111122223333:db:ledger";
    private static final String KEPT = "arn:aws:rds:eu-west-1:111122223333:snapshot:kept";
    private static final String DELETED = "arn:aws:rds:eu-west-1:111122223333:snapshot:deleted";
    private static final List<TableDefinition> TABLES = TableReader.read(
                    new ContentFolder(List.of(
                            Path.of(System.getProperty("holdfast.root", "..")).resolve("content"))),
                    new ArrayList<>())
            .stream()
            .filter(t ->
                    Set.of("aws_rds_db_snapshot", "aws_backup_recovery_point").contains(t.name()))
            .toList();

    private final ObjectMapper json = new ObjectMapper();

    private static RestorePoint point(String kind, String arn) {
        return new RestorePoint(
                kind, arn, ACCOUNT, REGION, Instant.EPOCH, null, null, null, false, true, "", false, false, null);
    }

    private static BackupStanding standing() {
        RestorePoint latest = point("rds-continuous", DATABASE + ":latest");
        return new BackupStanding(
                DATABASE,
                "rds-instance",
                "ledger",
                ACCOUNT,
                REGION,
                true,
                List.of(latest, point("rds-snapshot", KEPT), point("rds-snapshot", DELETED)),
                latest,
                Instant.EPOCH,
                0L,
                null,
                null,
                "",
                false,
                false,
                false,
                false,
                true,
                List.of("somebody"),
                null,
                List.of());
    }

    /** What is said of each point, by the newer snapshot; with an error, its snapshots could not be listed. */
    private Map<String, String> left(String error, List<Gap> notSeen, boolean read) {
        Workspace workspace = Workspace.empty();
        ObjectNode row = json.createObjectNode();
        row.put("account_id", ACCOUNT).put("region", REGION).put("arn", KEPT);
        List<ObjectNode> collection = new ArrayList<>();
        for (TableDefinition table : TABLES) {
            boolean snapshots = table.name().equals("aws_rds_db_snapshot");
            if (snapshots && !read) {
                continue;
            }
            workspace.table(table.schema(), snapshots && error.isEmpty() ? List.of(row) : List.of());
            ObjectNode asked = json.createObjectNode();
            asked.put("table_name", table.name()).put("account", ACCOUNT).put("region", REGION);
            if (snapshots && !error.isEmpty()) {
                asked.put("operation", "rds:DescribeDBSnapshots")
                        .put("error", error)
                        .put("kind", "DENIED");
            }
            collection.add(asked);
        }
        workspace.table(SnapshotTables.COLLECTION, collection);
        Map<String, String> out = new TreeMap<>();
        try (Snapshot now = workspace.lock(QueryLimits.USUAL)) {
            Estate whole = Gone.with(now, new Estate(List.of(), notSeen), new Estate(List.of(standing()), List.of()));
            BackupStanding gone = whole.standings().getFirst();
            assertThat(gone.newest()).as("no moment is counted to what is gone").isNull();
            gone.points().forEach(p -> out.put(p.point().replaceAll(".*:", ""), p.usable() + " " + p.why()));
            out.put("protected", String.valueOf(gone.isProtected()));
        }
        return out;
    }

    @Test
    void pointsThatAreStillListedOutliveTheirSource() {
        assertThat(left("", List.of(), true))
                .containsExactly(
                        Map.entry("deleted", "false it was deleted since"),
                        Map.entry("kept", "true "),
                        Map.entry("latest", "false it went with what it was a backup of"),
                        Map.entry("protected", "true"));
    }

    @Test
    void whatCouldNotBeListedIsUnknown() {
        Map<String, String> denied = left("AccessDenied", List.of(), true);
        assertThat(denied.get("kept")).isEqualTo("null whether it is still there was not read");
        assertThat(denied.get("deleted")).isEqualTo(denied.get("kept"));
        assertThat(denied.get("protected")).isEqualTo("null");
        assertThat(left("", List.of(), false).get("kept")).isEqualTo(denied.get("kept"));
    }

    @Test
    void aSourceThatCouldNotBeListedMayStillBeThere() {
        Gap gap = new Gap(
                ACCOUNT,
                REGION,
                "aws_rds_db_instance",
                "rds:DescribeDBInstances",
                "",
                AwsFailure.Kind.DENIED,
                "AccessDenied");
        assertThat(left("", List.of(gap), true).get("latest")).isEqualTo("null whether it is still there was not read");
    }

    @Test
    void whatIsThereStandsAsItDoesNow() {
        try (Snapshot now = Workspace.empty().lock(QueryLimits.USUAL)) {
            Estate estate = new Estate(List.of(standing()), List.of());
            assertThat(Gone.with(now, estate, estate)).isSameAs(estate);
        }
    }
}

package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.inventory.CollectionReport.TableCount;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Gap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sums up a run from what it wrote, whichever process or earlier snapshot each part of it came from. */
final class Summary {
    private Summary() {}

    static CollectionReport of(SnapshotWriter writer, List<TableDefinition> tables) {
        List<Gap> gaps = new ArrayList<>();
        writer.query(
                "SELECT account, region, table_name, '' AS resource, operation, kind, error, action, principal"
                        + " FROM holdfast_collection WHERE kind IS NOT NULL",
                row -> gaps.add(gap(row, row)));
        for (TableDefinition table : tables) {
            writer.query(
                    "SELECT c.account, c.region, c.table_name, CAST(t.\"" + table.id() + "\" AS VARCHAR) AS resource,"
                            + " t._errors AS errors FROM \"" + table.name() + "\" t JOIN holdfast_collection c ON c."
                            + SnapshotWriter.CELL + " = t." + SnapshotWriter.CELL + " WHERE t._errors IS NOT NULL",
                    row -> {
                        // One refused call leaves several columns unread; that is one gap.
                        Set<JsonNode> distinct = new LinkedHashSet<>();
                        row.path("errors").forEach(distinct::add);
                        distinct.stream()
                                .filter(e -> !e.path("kind").asText().equals(AwsFailure.Kind.NOT_ASKED.name()))
                                .forEach(error -> gaps.add(gap(row, error)));
                    });
        }
        gaps.sort(Comparator.comparing(Gap::table)
                .thenComparing(Gap::account)
                .thenComparing(Gap::region)
                .thenComparing(Gap::resource)
                .thenComparing(Gap::operation));
        return new CollectionReport(counts(writer, gaps), calls(writer), List.copyOf(gaps));
    }

    private static List<TableCount> counts(SnapshotWriter writer, List<Gap> gaps) {
        Map<String, Long> errors = new HashMap<>();
        gaps.forEach(g -> errors.merge(g.table(), 1L, Long::sum));
        Map<String, TableCount> out = new TreeMap<>();
        writer.query(
                "SELECT table_name, CAST(sum(\"rows\") AS BIGINT) AS n, CAST(sum(calls) AS BIGINT) AS calls"
                        + " FROM holdfast_collection GROUP BY table_name",
                row -> {
                    String table = row.path("table_name").asText();
                    out.put(
                            table,
                            new TableCount(
                                    table,
                                    row.path("n").asLong(),
                                    row.path("calls").asLong(),
                                    errors.getOrDefault(table, 0L)));
                });
        return List.copyOf(out.values());
    }

    private static long calls(SnapshotWriter writer) {
        long[] out = {0};
        writer.query(
                "SELECT CAST(sum(calls) AS BIGINT) AS calls FROM holdfast_collection",
                row -> out[0] = row.path("calls").asLong());
        return out[0];
    }

    private static Gap gap(ObjectNode place, JsonNode error) {
        return new Gap(
                place.path("account").asText(),
                place.path("region").asText(),
                place.path("table_name").asText(),
                error.path("operation").asText(),
                place.path("resource").asText(""),
                AwsFailure.Kind.valueOf(error.path("kind").asText()),
                error.path("error").asText(),
                error.path("action").asText(""),
                error.path("principal").asText(""));
    }
}

package dev.holdfast.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Two snapshots side by side, to tell what changed between them. DuckDB joins the two files; rows come out one at a
 * time, so that memory does not grow with the organization. What one of the two runs could not read or did not look at
 * is never told as added, removed or changed: it is counted apart.
 */
public final class SnapshotPair implements AutoCloseable {
    private static final String ERRORS = "_errors";

    private final Connection connection;
    private final Map<String, TableSchema> before;
    private final Map<String, TableSchema> after;

    private SnapshotPair(Connection connection) throws SQLException {
        this.connection = connection;
        this.before = schemas(connection, "before");
        this.after = schemas(connection, "after");
    }

    /**
     * What of a table is compared, and how.
     *
     * @param table its name
     * @param id the column by which people call a row
     * @param scope the columns {@code account_id} and {@code region} as far as the table is read anew for each of them
     * @param leftOut columns that change by themselves
     */
    public record Comparison(String table, String id, List<String> scope, List<String> leftOut) {}

    /** What happened to a resource. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /**
     * One resource that differs.
     *
     * @param kind what happened to it
     * @param table its table
     * @param account its account
     * @param region its region
     * @param id what people call it
     * @param changes the attributes that differ, empty unless it changed
     */
    public record Difference(Kind kind, String table, String account, String region, String id, List<Change> changes) {}

    /**
     * One attribute that differs.
     *
     * @param column its name
     * @param before its value before, a JSON null when it had none
     * @param after its value after
     */
    public record Change(String column, JsonNode before, JsonNode after) {}

    /**
     * Opens both, read-only.
     *
     * @throws QueryFailure when one is not there or is not a snapshot
     */
    public static SnapshotPair of(Path before, Path after) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            try {
                Tables.execute(connection, "SET memory_limit = '" + QueryLimits.USUAL.memoryMegabytes() + "MB'");
                Tables.execute(connection, "SET threads = " + QueryLimits.USUAL.threads());
                attach(connection, before, "before");
                attach(connection, after, "after");
                return new SnapshotPair(connection);
            } catch (SQLException | QueryFailure e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new QueryFailure(QueryFailure.Kind.FAILED, 0, "no snapshot: " + Failures.firstLine(e));
        }
    }

    private static void attach(Connection connection, Path file, String name) throws SQLException {
        if (!Files.isRegularFile(file)) {
            throw new QueryFailure(QueryFailure.Kind.FAILED, 0, "there is no snapshot " + file);
        }
        String path = file.toAbsolutePath().toString().replace("'", "''");
        Tables.execute(connection, "ATTACH '" + path + "' AS \"" + name + "\" (READ_ONLY)");
    }

    private static Map<String, TableSchema> schemas(Connection connection, String database) throws SQLException {
        Map<String, List<Column>> columns = new TreeMap<>();
        Snapshot.run(
                connection,
                "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = '" + database
                        + "' AND schema_name = 'main' ORDER BY table_name, column_index",
                QueryLimits.USUAL,
                Optional.empty(),
                row -> columns.computeIfAbsent(row.path("table_name").asText(), k -> new ArrayList<>())
                        .add(new Column(
                                row.path("column_name").asText(),
                                Rows.type(row.path("data_type").asText()))));
        Map<String, TableSchema> out = new TreeMap<>();
        columns.forEach((name, list) -> out.put(name, new TableSchema(name, list)));
        return out;
    }

    /** Whether both runs collected the table. */
    public boolean both(String table) {
        return before.containsKey(table) && after.containsKey(table);
    }

    /** Whether one of them did. */
    public boolean either(String table) {
        return before.containsKey(table) || after.containsKey(table);
    }

    /**
     * What changed in a table that both collected: removed, added, changed, each by account, region and id.
     *
     * @return how many rows of either side could not be compared, since the other side did not read their scope
     */
    public long differences(Comparison what, Consumer<Difference> each) {
        long apart = alone(what, "before", "after", Kind.REMOVED, each);
        apart += alone(what, "after", "before", Kind.ADDED, each);
        changed(what, each);
        return apart;
    }

    private long alone(Comparison what, String here, String there, Kind kind, Consumer<Difference> each) {
        long[] apart = {0};
        String sql = "SELECT x.account_id, x.region, x.holdfast_id, " + readWell(what, there) + " AS well FROM ("
                + numbered(what, here) + ") x ANTI JOIN (" + numbered(what, there)
                + ") y USING (account_id, region, holdfast_id, holdfast_n) ORDER BY ALL";
        query(sql, row -> {
            if (row.path("well").asBoolean()) {
                each.accept(difference(kind, what, row, List.of()));
            } else {
                apart[0]++;
            }
        });
        return apart[0];
    }

    /** Rows with the text of their id, numbered where several share it. */
    private String numbered(Comparison what, String database) {
        String id = "coalesce(CAST(" + Tables.quoted(what.id()) + " AS VARCHAR), '')";
        TableSchema schema = (database.equals("before") ? before : after).get(what.table());
        String order = String.join(
                ", ",
                schema == null
                        ? List.of()
                        : schema.columns().stream()
                                .map(c -> "CAST(" + Tables.quoted(c.name()) + " AS VARCHAR)")
                                .toList());
        return "SELECT *, " + id + " AS holdfast_id, row_number() OVER (PARTITION BY account_id, region, " + id
                + " ORDER BY " + order + ") AS holdfast_n FROM \"" + database + "\".main."
                + Tables.quoted(what.table());
    }

    /** Whether the other run read, without any error, the scope in which a row lies. */
    private static String readWell(Comparison what, String database) {
        StringBuilder same = new StringBuilder("c.table_name = '" + what.table() + "'");
        if (what.scope().contains("account_id")) {
            same.append(" AND c.account = x.account_id");
        }
        if (what.scope().contains("region")) {
            same.append(" AND c.region = x.region");
        }
        return "coalesce((SELECT bool_and(c.error IS NULL) FROM \"" + database + "\".main.holdfast_collection c WHERE "
                + same + "), false)";
    }

    private void changed(Comparison what, Consumer<Difference> each) {
        List<String> columns = common(what);
        if (columns.isEmpty()) {
            return;
        }
        List<String> chosen = new ArrayList<>(List.of("x.account_id", "x.region", "x.holdfast_id"));
        List<String> differs = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = Tables.quoted(columns.get(i));
            chosen.add("x." + name + " AS b" + i);
            chosen.add("y." + name + " AS a" + i);
            differs.add("x." + name + " IS DISTINCT FROM y." + name);
        }
        chosen.add(error(before, what, "x") + " AS errors_before");
        chosen.add(error(after, what, "y") + " AS errors_after");
        String sql = "SELECT " + String.join(", ", chosen) + " FROM (" + numbered(what, "before") + ") x JOIN ("
                + numbered(what, "after") + ") y USING (account_id, region, holdfast_id, holdfast_n) WHERE "
                + String.join(" OR ", differs) + " ORDER BY 1, 2, 3, x.holdfast_n";
        query(sql, row -> {
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                String column = columns.get(i);
                JsonNode old = row.path("b" + i);
                JsonNode now = row.path("a" + i);
                boolean read = !row.path("errors_before").has(column)
                        && !row.path("errors_after").has(column);
                if (read && !spelled(old).equals(spelled(now))) {
                    changes.add(new Change(column, old, now));
                }
            }
            if (!changes.isEmpty()) {
                each.accept(difference(Kind.CHANGED, what, row, changes));
            }
        });
    }

    private static String error(Map<String, TableSchema> schemas, Comparison what, String alias) {
        TableSchema schema = schemas.get(what.table());
        return schema != null && schema.column(ERRORS).isPresent() ? alias + "." + Tables.quoted(ERRORS) : "NULL";
    }

    private List<String> common(Comparison what) {
        TreeSet<String> left = new TreeSet<>(what.leftOut());
        left.addAll(List.of("account_id", "region", ERRORS, what.id()));
        TableSchema old = before.get(what.table());
        TableSchema now = after.get(what.table());
        return old == null || now == null
                ? List.of()
                : now.names().stream()
                        .filter(name -> old.column(name).isPresent() && !left.contains(name))
                        .toList();
    }

    /** AWS gives members and most lists in no particular order, so neither counts as a change. */
    private static String spelled(JsonNode value) {
        return CanonicalJson.of(unordered(value)).text();
    }

    private static JsonNode unordered(JsonNode value) {
        if (value.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            value.forEach(item -> items.add(unordered(item)));
            items.sort(Comparator.comparing(item -> CanonicalJson.of(item).text()));
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            out.addAll(items);
            return out;
        }
        if (value.isObject()) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(member -> out.set(member.getKey(), unordered(member.getValue())));
            return out;
        }
        return value;
    }

    private static Difference difference(Kind kind, Comparison what, ObjectNode row, List<Change> changes) {
        return new Difference(
                kind,
                what.table(),
                row.path("account_id").asText(),
                row.path("region").asText(),
                row.path("holdfast_id").asText(),
                changes);
    }

    private void query(String sql, Consumer<ObjectNode> each) {
        Snapshot.run(connection, sql, QueryLimits.USUAL.within(Duration.ofMinutes(10)), Optional.empty(), each);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not close: " + e.getMessage(), e);
        }
    }
}

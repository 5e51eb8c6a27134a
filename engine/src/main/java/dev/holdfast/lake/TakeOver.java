package dev.holdfast.lake;

import dev.holdfast.model.TableSchema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a growing snapshot takes over from a finished one: whole cells, with the time at which each was read. A table that
 * the other snapshot has under fewer columns is not taken over, since a missing column would look like a value that AWS
 * does not have.
 *
 * @param cells the table with a row for each cell: its account, region, {@code table_name} and
 *     {@code collected_at}
 * @param tables the tables wanted, and whether each is read by region
 * @param scopes accounts wanted, each a text; rows of others are left
 * @param regions regions wanted, with the word for what an account has once
 * @param first number of the first cell taken over
 */
public record TakeOver(
        String cells, Map<String, Boolean> tables, List<String> scopes, List<String> regions, int first) {
    /**
     * What came of it.
     *
     * @param taken tables taken over
     * @param missing tables that the other snapshot does not have
     * @param older tables that it has in an older form
     */
    public record Result(List<String> taken, List<String> missing, List<String> older) {}

    Result from(Connection connection, Path base, Map<String, TableSchema> schemas) throws SQLException {
        String path = base.toAbsolutePath().toString().replace("'", "''");
        connection.setAutoCommit(true);
        Tables.execute(connection, "ATTACH '" + path + "' AS base (READ_ONLY)");
        try {
            connection.setAutoCommit(false);
            return copied(connection, schemas);
        } finally {
            connection.commit();
            connection.setAutoCommit(true);
            Tables.execute(connection, "DETACH base");
            connection.setAutoCommit(false);
        }
    }

    private Result copied(Connection connection, Map<String, TableSchema> schemas) throws SQLException {
        Map<String, List<String>> there = columns(connection);
        List<String> known = there.getOrDefault(cells, List.of());
        Result out = new Result(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int next = first;
        for (Map.Entry<String, Boolean> table : new TreeMap<>(tables).entrySet()) {
            String name = table.getKey();
            TableSchema schema = schemas.get(name);
            if (schema == null || !there.containsKey(name) || known.isEmpty()) {
                out.missing().add(name);
            } else if (!there.get(name).containsAll(schema.names())) {
                out.older().add(name);
            } else {
                int taken = cells(connection, name, next, known, schemas.get(cells));
                rows(connection, schema, table.getValue());
                next += taken;
                (taken == 0 ? out.missing() : out.taken()).add(name);
            }
        }
        return out;
    }

    private int cells(
            Connection connection,
            String table,
            int next,
            List<String> known,
            @org.jspecify.annotations.Nullable TableSchema schema)
            throws SQLException {
        List<String> columns =
                schema == null ? List.of() : schema.names().stream().toList();
        String values = columns.stream()
                .map(c -> known.contains(c) ? "c." + Tables.quoted(c) : c.equals("collected_at") ? STARTED : "NULL")
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            return Math.toIntExact(statement.executeLargeUpdate("INSERT INTO " + Tables.quoted(cells) + " ("
                    + columns.stream().map(Tables::quoted).collect(Collectors.joining(", ")) + ", "
                    + SnapshotWriter.CELL + ") SELECT " + values + ", " + (next - 1)
                    + " + row_number() OVER (ORDER BY c.account, c.region) FROM base.main." + Tables.quoted(cells)
                    + " c WHERE c.table_name = " + text(table) + " AND c.account IN (" + texts(scopes)
                    + ") AND c.region IN (" + texts(regions) + ")"));
        }
    }

    /** A snapshot of an earlier day tells only when it was begun. */
    private static final String STARTED =
            "(SELECT TRY_CAST(any_value(value) AS TIMESTAMP) FROM base.main.holdfast_snapshot WHERE name = 'started')";

    private void rows(Connection connection, TableSchema schema, boolean regional) throws SQLException {
        String columns = schema.names().stream().map(Tables::quoted).collect(Collectors.joining(", "));
        String values =
                schema.names().stream().map(c -> "b." + Tables.quoted(c)).collect(Collectors.joining(", "));
        Tables.execute(
                connection,
                "INSERT INTO " + Tables.quoted(schema.name()) + " (" + columns + ", " + SnapshotWriter.CELL
                        + ") SELECT " + values + ", c." + SnapshotWriter.CELL + " FROM base.main."
                        + Tables.quoted(schema.name()) + " b JOIN " + Tables.quoted(cells) + " c ON c.table_name = "
                        + text(schema.name()) + " AND c.account = b.account_id"
                        + (regional ? " AND c.region = b.region" : ""));
    }

    private static Map<String, List<String>> columns(Connection connection) throws SQLException {
        Map<String, List<String>> out = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT table_name, column_name FROM duckdb_columns()"
                        + " WHERE database_name = 'base' AND schema_name = 'main'")) {
            while (rows.next()) {
                out.computeIfAbsent(rows.getString(1), k -> new ArrayList<>()).add(rows.getString(2));
            }
        }
        return out;
    }

    private static String texts(List<String> values) {
        return values.isEmpty() ? "NULL" : values.stream().map(TakeOver::text).collect(Collectors.joining(", "));
    }

    private static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}

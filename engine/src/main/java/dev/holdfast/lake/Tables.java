package dev.holdfast.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Makes tables and fills them. */
final class Tables {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private Tables() {}

    static String quoted(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("`" + name + "` is not a name of a table or column");
        }
        return '"' + name + '"';
    }

    static void create(Connection connection, TableSchema schema) throws SQLException {
        String columns = String.join(
                ", ",
                schema.columns().stream()
                        .map(c -> quoted(c.name()) + " " + sqlType(c.type()))
                        .toList());
        execute(connection, "CREATE TABLE " + quoted(schema.name()) + " (" + columns + ")");
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String sqlType(Type type) {
        return switch (type) {
            case TEXT -> "VARCHAR";
            case BOOLEAN -> "BOOLEAN";
            case INTEGER -> "BIGINT";
            case DECIMAL -> "DOUBLE";
            case TIMESTAMP -> "TIMESTAMP";
            case JSON -> "JSON";
        };
    }

    /** The tables and views of the search path with their columns. */
    static Map<String, TableSchema> schemas(Connection connection) throws SQLException {
        Map<String, TableSchema> out = new TreeMap<>();
        String sql = "SELECT table_name, column_name, data_type FROM duckdb_columns()"
                + " WHERE NOT internal AND schema_name = 'main' ORDER BY table_name, column_index";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                String table = rows.getString(1);
                Column column = new Column(rows.getString(2), Rows.type(rows.getString(3)));
                TableSchema known = out.getOrDefault(table, new TableSchema(table, List.of()));
                List<Column> columns = new java.util.ArrayList<>(known.columns());
                columns.add(column);
                out.put(table, new TableSchema(table, columns));
            }
        }
        return out;
    }

    /** @throws IllegalArgumentException when a member is not a column or does not fit its column */
    static void append(DuckDBAppender appender, TableSchema schema, ObjectNode row) throws SQLException {
        begin(appender, schema, row);
        appender.endRow();
    }

    /** The same into a table with a last column for the number of a cell. */
    static void append(DuckDBAppender appender, TableSchema schema, ObjectNode row, int cell) throws SQLException {
        begin(appender, schema, row);
        appender.append((long) cell);
        appender.endRow();
    }

    private static void begin(DuckDBAppender appender, TableSchema schema, ObjectNode row) throws SQLException {
        for (String member : (Iterable<String>) row::fieldNames) {
            if (schema.column(member).isEmpty()) {
                throw new IllegalArgumentException("table `" + schema.name() + "` has no column `" + member + "`");
            }
        }
        appender.beginRow();
        for (Column column : schema.columns()) {
            append(appender, schema.name(), column, row.get(column.name()));
        }
    }

    private static void append(DuckDBAppender appender, String table, Column column, @Nullable JsonNode value)
            throws SQLException {
        if (value == null || value.isNull() || value.isMissingNode()) {
            appender.appendNull();
            return;
        }
        String text = value.isValueNode() ? value.asText() : value.toString();
        try {
            switch (column.type()) {
                case TEXT -> appender.append(text);
                case BOOLEAN -> appender.append(truth(text));
                case INTEGER -> appender.append(Long.parseLong(text));
                case DECIMAL -> appender.append(Double.parseDouble(text));
                case TIMESTAMP -> appender.append(LocalDateTime.ofInstant(Instant.parse(text), ZoneOffset.UTC));
                case JSON -> appender.append(value.isValueNode() ? value.toString() : text);
            }
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "column `" + table + "." + column.name() + "` holds a value that is not "
                            + column.type().name().toLowerCase(java.util.Locale.ROOT),
                    e);
        }
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new NumberFormatException(text);
        };
    }
}

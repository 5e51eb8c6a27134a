package dev.holdfast.lake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TableSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Derived tables that are there, empty, and are computed when a query first reads them: a large organization's take long,
 * and most questions need few of them. For several threads; who comes while a table is being computed waits for it. What
 * a table is computed from may be deferred too, but never in a circle.
 */
final class Deferred {
    private final Map<String, Computation> waiting = new ConcurrentHashMap<>();

    /** Says how a table's rows are computed; it must be there and hold none. */
    void add(TableSchema schema, Function<Workspace, ? extends Iterable<ObjectNode>> rows) {
        waiting.put(schema.name(), new Computation(schema, rows));
    }

    /** True when nobody asked for the table yet, so that it holds nothing. */
    boolean waits(String table) {
        return waiting.containsKey(table);
    }

    /** The tables that nobody asked for yet. */
    Set<String> tables() {
        return Set.copyOf(waiting.keySet());
    }

    boolean any() {
        return !waiting.isEmpty();
    }

    /**
     * Computes those of these tables that wait for it.
     *
     * @param connection one that nobody else uses now
     * @param over the workspace to compute over, on that connection
     */
    void compute(Set<String> tables, Connection connection, Workspace over) {
        for (String table : tables) {
            Computation computation = waiting.get(table);
            if (computation != null) {
                computation.run(connection, over);
                waiting.remove(table, computation);
            }
        }
    }

    private static final class Computation {
        private final TableSchema schema;
        private @Nullable Function<Workspace, ? extends Iterable<ObjectNode>> rows;
        private @Nullable RuntimeException failure;

        Computation(TableSchema schema, Function<Workspace, ? extends Iterable<ObjectNode>> rows) {
            this.schema = schema;
            this.rows = rows;
        }

        synchronized void run(Connection connection, Workspace over) {
            Function<Workspace, ? extends Iterable<ObjectNode>> given = rows;
            rows = null;
            if (given != null) {
                try {
                    append(connection, given.apply(over));
                } catch (SQLException e) {
                    failure = Failures.of(e, QueryLimits.USUAL);
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
            // An empty table in place of one that could not be computed would let what is wrong pass.
            if (failure != null) {
                throw failure;
            }
        }

        private void append(Connection connection, Iterable<ObjectNode> all) throws SQLException {
            DuckDBConnection duck = connection.unwrap(DuckDBConnection.class);
            try (DuckDBAppender appender = duck.createAppender("memory", "main", schema.name())) {
                for (ObjectNode row : all) {
                    Tables.append(appender, schema, row);
                }
            }
        }
    }
}

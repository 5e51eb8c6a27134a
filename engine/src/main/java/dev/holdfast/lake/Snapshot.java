package dev.holdfast.lake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A locked snapshot: answers single SELECTs of anybody within limits. It cannot be changed, and no query can reach files,
 * the network, the environment or settings. For several threads: as many queries run at once as it has lanes; others
 * wait.
 */
public final class Snapshot implements AutoCloseable {
    private static final int MOST_PARSED = 50;

    /** Every connection, and those that no query is using. */
    private final List<Connection> connections;

    private final BlockingQueue<Connection> free;
    private final Map<Thread, Connection> inUse = new ConcurrentHashMap<>();
    private final QueryLimits limits;
    private final Map<String, TableSchema> schemas;
    private final Map<String, ReadSet> derived;
    private final Set<String> empty;
    private final Deferred deferred;
    /** What was parsed before: a check is parsed for what it reads, and again each time that it is asked. */
    private final LinkedHashMap<String, ReadSet> parsed = new LinkedHashMap<>();

    Snapshot(
            List<Connection> connections,
            QueryLimits limits,
            Map<String, TableSchema> schemas,
            Map<String, ReadSet> derived,
            Set<String> empty,
            Deferred deferred) {
        this.connections = List.copyOf(connections);
        this.free = new ArrayBlockingQueue<>(connections.size(), false, connections);
        this.limits = limits;
        this.schemas = Map.copyOf(schemas);
        this.derived = Map.copyOf(derived);
        this.empty = empty;
        this.deferred = deferred;
    }

    /** Opens a snapshot file as it was collected, without further tables. */
    public static Snapshot open(Path file, QueryLimits limits) {
        return Workspace.over(file).lock(limits);
    }

    List<Connection> connections() {
        return connections;
    }

    /** How many queries can run at once. */
    public int lanes() {
        return connections.size();
    }

    /** The tables and views there are, by name. */
    public Map<String, TableSchema> schemas() {
        return schemas;
    }

    /** How many tables still have to be computed for a query that reads this. */
    public int toCompute(ReadSet reads) {
        Set<String> waiting = new HashSet<>(deferred.tables());
        waiting.retainAll(reads.columns().keySet());
        return waiting.size();
    }

    /**
     * Runs a query and gives each row in turn, in the query's order.
     *
     * @param sql one SELECT
     * @param columns gets the columns before the first row
     * @param each gets each row; a null is an explicit JSON null
     * @throws QueryFailure naming the line where known
     */
    public void query(String sql, Consumer<List<Column>> columns, Consumer<ObjectNode> each) {
        inLane(connection -> {
            Set<String> tables = understood(connection, sql).columns().keySet();
            if (deferred.any()) {
                deferred.compute(tables, connection, Workspace.of(connection, schemas, derived, empty, deferred));
            }
            run(connection, sql, limits, Optional.of(columns), each);
            return true;
        });
    }

    private <T> T inLane(Function<Connection, T> work) {
        // Who asks again while rows come in would wait for itself.
        Connection held = inUse.get(Thread.currentThread());
        if (held != null) {
            return work.apply(held);
        }
        Connection connection;
        try {
            connection = free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryFailure(QueryFailure.Kind.FAILED, 0, "the query was given up before it began");
        }
        inUse.put(Thread.currentThread(), connection);
        try {
            return work.apply(connection);
        } finally {
            inUse.remove(Thread.currentThread());
            free.add(connection);
        }
    }

    /** Runs a query whose answer fits in memory. */
    public Answer answer(String sql) {
        List<Column> columns = new ArrayList<>();
        List<ObjectNode> rows = new ArrayList<>();
        query(sql, columns::addAll, rows::add);
        return new Answer(columns, rows);
    }

    /**
     * The columns that a query may read; for a table derived from others, also what it was derived from.
     *
     * @throws QueryFailure when it is not a single SELECT
     */
    public ReadSet reads(String sql) {
        return inLane(connection -> understood(connection, sql));
    }

    private ReadSet understood(Connection connection, String sql) {
        synchronized (parsed) {
            ReadSet known = parsed.get(sql);
            if (known != null) {
                return known;
            }
        }
        ReadSet fresh = expanded(ParsedQuery.parse(connection, sql), schemas, derived);
        synchronized (parsed) {
            if (parsed.size() >= MOST_PARSED) {
                parsed.pollFirstEntry();
            }
            parsed.put(sql, fresh);
        }
        return fresh;
    }

    static ReadSet expanded(ParsedQuery query, Map<String, TableSchema> schemas, Map<String, ReadSet> derived) {
        Map<String, TableSchema> byLowName = new HashMap<>();
        schemas.forEach((name, schema) -> byLowName.put(name.toLowerCase(Locale.ROOT), schema));
        ReadSet out = new ReadSet(Map.of());
        for (Map.Entry<String, Set<String>> entry :
                ColumnReader.read(query, byLowName).columns().entrySet()) {
            out = out.and(new ReadSet(Map.of(entry.getKey(), entry.getValue())));
            out = out.and(derived.getOrDefault(entry.getKey(), new ReadSet(Map.of())));
        }
        return out;
    }

    /** The columns of a query, without running it to the end. */
    static List<Column> columns(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql + " LIMIT 0")) {
            return Rows.columns(result.getMetaData());
        }
    }

    static void run(
            Connection connection,
            String sql,
            QueryLimits limits,
            Optional<Consumer<List<Column>>> columns,
            Consumer<ObjectNode> each) {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(Math.toIntExact(Math.max(1, limits.time().toSeconds())));
            try (ResultSet result = statement.executeQuery(sql)) {
                List<Column> names = Rows.columns(result.getMetaData());
                columns.ifPresent(c -> c.accept(names));
                for (long row = 1; result.next(); row++) {
                    if (row > limits.rows()) {
                        throw new QueryFailure(
                                QueryFailure.Kind.TOO_MANY_ROWS,
                                0,
                                "the query returns more than " + limits.rows() + " rows; add a LIMIT");
                    }
                    each.accept(Rows.row(result, names));
                }
            }
        } catch (SQLException e) {
            throw Failures.of(e, limits);
        }
    }

    @Override
    public void close() {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException("DuckDB did not close: " + e.getMessage(), e);
            }
        }
    }
}

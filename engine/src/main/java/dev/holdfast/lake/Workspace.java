package dev.holdfast.lake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TableSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * A snapshot being made ready for questions: the collected tables (read-only, when there is a file) plus tables and
 * views added in memory. For SQL of this program only; {@link #lock} hands it over to SQL of people. Not for several
 * threads.
 */
public final class Workspace implements AutoCloseable {
    private static final String SEARCH_PATH = "SET search_path = 'memory.main,snapshot.main'";

    private final Connection connection;
    private final Map<String, TableSchema> schemas;
    private final Map<String, ReadSet> derived;
    private final Deferred deferred;
    private final Map<String, String> views = new HashMap<>();
    /** Tables that were made here and hold no rows. */
    private final Set<String> empty;

    private boolean handedOver;
    private boolean overFile;

    private Workspace(
            Connection connection,
            Map<String, TableSchema> schemas,
            Map<String, ReadSet> derived,
            Set<String> empty,
            Deferred deferred) {
        this.connection = connection;
        this.empty = empty;
        this.schemas = schemas;
        this.derived = derived;
        this.deferred = deferred;
    }

    /** What a locked snapshot's derived tables are computed over. */
    static Workspace of(
            Connection connection,
            Map<String, TableSchema> schemas,
            Map<String, ReadSet> derived,
            Set<String> empty,
            Deferred deferred) {
        Workspace out = new Workspace(connection, schemas, derived, empty, deferred);
        out.handedOver = true;
        return out;
    }

    /** An empty workspace in memory. */
    public static Workspace empty() {
        return new Workspace(connect(), new TreeMap<>(), new HashMap<>(), new HashSet<>(), new Deferred());
    }

    /**
     * A workspace over a snapshot file, which is opened read-only.
     *
     * @throws QueryFailure when the file is not there or is not a snapshot
     */
    public static Workspace over(Path snapshot) {
        if (!Files.isRegularFile(snapshot)) {
            throw new QueryFailure(QueryFailure.Kind.FAILED, 0, "there is no snapshot " + snapshot);
        }
        Workspace out = empty();
        out.overFile = true;
        try {
            String path = snapshot.toAbsolutePath().toString().replace("'", "''");
            Tables.execute(out.connection, "ATTACH '" + path + "' AS snapshot (READ_ONLY)");
            Tables.execute(out.connection, SEARCH_PATH);
            out.schemas.putAll(Tables.schemas(out.connection));
            return out;
        } catch (SQLException e) {
            out.close();
            throw new QueryFailure(
                    QueryFailure.Kind.FAILED,
                    0,
                    snapshot + " cannot be opened as a snapshot: " + Failures.firstLine(e));
        }
    }

    /** DuckDB's own version. */
    public static String version() {
        try (Connection connection = connect()) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot be started: " + e.getMessage(), e);
        }
    }

    private static Connection connect() {
        try {
            return DriverManager.getConnection("jdbc:duckdb:");
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot be started: " + e.getMessage(), e);
        }
    }

    /** The table or view of that name. */
    public Optional<TableSchema> schema(String table) {
        return Optional.ofNullable(schemas.get(table));
    }

    /** The tables and views there are, by name. */
    public Map<String, TableSchema> schemas() {
        return Map.copyOf(schemas);
    }

    /** True when there is a table or view of that name. */
    public boolean has(String table) {
        return schemas.containsKey(table);
    }

    /**
     * Adds a table of facts given from outside.
     *
     * @param schema its name and columns
     * @param rows objects with the columns as members; a missing member is null
     */
    public void table(TableSchema schema, Iterable<ObjectNode> rows) {
        try {
            Tables.create(connection, schema);
            schemas.put(schema.name(), schema);
            empty.add(schema.name());
            fill(schema, rows);
        } catch (SQLException e) {
            throw Failures.of(e, QueryLimits.USUAL);
        }
    }

    private void fill(TableSchema schema, Iterable<ObjectNode> rows) throws SQLException {
        if (!rows.iterator().hasNext()) {
            return;
        }
        empty.remove(schema.name());
        DuckDBConnection duck = connection.unwrap(DuckDBConnection.class);
        try (DuckDBAppender appender = duck.createAppender("memory", "main", schema.name())) {
            for (ObjectNode row : rows) {
                Tables.append(appender, schema, row);
            }
        }
    }

    /** Puts other rows into a table that was made here. */
    void refill(String table, Iterable<ObjectNode> rows) {
        TableSchema schema = schemas.get(table);
        if (schema == null) {
            throw new IllegalArgumentException("there is no table `" + table + "`");
        }
        try {
            if (empty.add(table)) {
                Tables.execute(connection, "DELETE FROM " + Tables.quoted(table));
            }
            fill(schema, rows);
        } catch (SQLException e) {
            throw Failures.of(e, QueryLimits.USUAL);
        }
    }

    /** Does several changes as one: each alone would cost as much as all of them. */
    void atOnce(Runnable changes) {
        try {
            connection.setAutoCommit(false);
            try {
                changes.run();
                connection.commit();
            } catch (RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw Failures.of(e, QueryLimits.USUAL);
        }
    }

    void forgetWhatIsEmpty() {
        empty.clear();
    }

    /** True when the table is known to hold no rows without asking: what is derived from it holds none either. */
    public boolean empty(String table) {
        return empty.contains(table);
    }

    /**
     * Adds a table computed from others, or has it computed anew. That is done when a query first reads it, if any does.
     *
     * @param rows computes them, by asking the workspace that it is given
     * @param reads the columns it is computed from: a query over this table counts as reading them; asked for once
     */
    public void derived(
            TableSchema schema, Function<Workspace, ? extends Iterable<ObjectNode>> rows, Supplier<ReadSet> reads) {
        String name = schema.name();
        if (!derived.containsKey(name)) {
            table(schema, List.of());
            derived.put(name, reads.get());
        } else if (!deferred.waits(name)) {
            refill(name, List.of());
        }
        empty.remove(name);
        deferred.add(schema, rows);
    }

    /**
     * Adds a view; a query over it counts as reading what it reads. Over a snapshot that an older content collected, a view
     * of columns that it lacks is left out: what asks for the view is then unknown.
     */
    public void view(String name, String sql) {
        if (sql.equals(views.get(name))) {
            return;
        }
        try {
            ReadSet reads = Snapshot.expanded(ParsedQuery.parse(connection, sql), schemas, derived);
            Tables.execute(connection, "CREATE VIEW " + Tables.quoted(name) + " AS " + sql);
            schemas.put(name, new TableSchema(name, Snapshot.columns(connection, "FROM " + Tables.quoted(name))));
            derived.put(name, reads);
            views.put(name, sql);
        } catch (SQLException e) {
            if (!overFile) {
                throw Failures.of(e, QueryLimits.USUAL);
            }
        } catch (QueryFailure e) {
            if (!overFile) {
                throw e;
            }
        }
    }

    /** Adds the kept events as the table {@code holdfast_event}; locked SQL may read their files and no other. */
    public void events(EventLake lake) {
        try {
            if (lake.holdsAny()) {
                String folder = lake.folder().toAbsolutePath().toString().replace("'", "''");
                Tables.execute(connection, "SET allowed_directories = ['" + folder + "/']");
                Tables.execute(
                        connection,
                        "CREATE VIEW holdfast_event AS SELECT * EXCLUDE (chunk) FROM read_parquet('" + folder
                                + "/date=*/*.parquet', hive_partitioning = true, hive_types = {'date': DATE})");
                schemas.put(
                        "holdfast_event",
                        new TableSchema("holdfast_event", Snapshot.columns(connection, "FROM holdfast_event")));
            }
        } catch (SQLException e) {
            throw Failures.of(e, QueryLimits.USUAL);
        }
    }

    /** The columns a query reads, also through views and derived tables. */
    public ReadSet reads(String sql) {
        return Snapshot.expanded(ParsedQuery.parse(connection, sql), schemas, derived);
    }

    /** Runs a query of this program and gives each row in turn. */
    public void query(String sql, Consumer<ObjectNode> each) {
        if (deferred.any()) {
            deferred.compute(reads(sql).columns().keySet(), connection, this);
        }
        Snapshot.run(connection, sql, QueryLimits.USUAL, Optional.empty(), each);
    }

    /** Runs a query of this program that has few rows. */
    public List<ObjectNode> rows(String sql) {
        List<ObjectNode> out = new ArrayList<>();
        query(sql, out::add);
        return out;
    }

    /**
     * Ends the preparation: from now on only single SELECTs run, without files, network or settings. This workspace must
     * not be used after; closing the snapshot closes it.
     */
    public Snapshot lock(QueryLimits limits) {
        return lock(limits, 1);
    }

    /**
     * The same, for several queries at once.
     *
     * @param lanes how many queries run at once, at least one; they share the limit of memory
     */
    public Snapshot lock(QueryLimits limits, int lanes) {
        List<Connection> connections = new ArrayList<>(List.of(connection));
        try {
            // The search path belongs to a connection, and once the settings are locked it can no longer be set.
            for (int i = 1; i < lanes; i++) {
                Connection further = connection.unwrap(DuckDBConnection.class).duplicate();
                connections.add(further);
                if (overFile) {
                    Tables.execute(further, SEARCH_PATH);
                }
            }
            for (String setting : List.of(
                    "SET memory_limit = '" + limits.memoryMegabytes() + "MB'",
                    "SET threads = " + limits.threads(),
                    "SET temp_directory = ''",
                    "SET autoinstall_known_extensions = false",
                    "SET autoload_known_extensions = false",
                    "SET enable_external_access = false",
                    "SET lock_configuration = true")) {
                Tables.execute(connection, setting);
            }
        } catch (SQLException e) {
            throw Failures.of(e, limits);
        }
        handedOver = true;
        return new Snapshot(connections, limits, schemas, derived, empty, deferred);
    }

    @Override
    public void close() {
        if (handedOver) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not close: " + e.getMessage(), e);
        }
    }
}

package dev.holdfast.lake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Writes one snapshot file. It grows in a folder of its own and appears only when it is complete, so that a snapshot that
 * can be seen is whole. Rows are sorted at the end: the same facts give the same rows in the same order whatever order they
 * came in.
 *
 * <p>Each row belongs to a cell, a number that the caller gives to what is read as one. A cell counts once it was
 * {@linkplain #finish finished} and {@linkplain #commit committed}; when a snapshot is carried on after a crash, rows of
 * other cells are gone. Safe for many threads.
 */
public final class SnapshotWriter implements AutoCloseable {
    /** Rows that belong to no cell: facts of the run. */
    public static final int NO_CELL = -1;

    /** The number of the cell that a row belongs to; not in the finished snapshot. */
    public static final String CELL = "_cell";

    /**
     * Bytes of a block, the least there can be: a snapshot has many columns with little in each, and every one that is
     * written to takes a block of memory, and of the file.
     */
    private static final String BLOCK = "16384";

    /** What the database may hold in memory; more goes to disk. */
    private static final String MEMORY = "512MB";

    private static final QueryLimits UNLIMITED = new QueryLimits(Duration.ofHours(1), Integer.MAX_VALUE, 512, 2);

    private final GrowingFolder folder;
    private final FileChannel held;
    private final Connection connection;
    private final Map<String, TableSchema> schemas = new TreeMap<>();
    private final Map<String, DuckDBAppender> appenders = new HashMap<>();
    /** Not {@code synchronized}: virtual threads wait here without holding on to their carriers. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean open = true;
    private boolean worthKeeping;

    private SnapshotWriter(GrowingFolder folder, FileChannel held, Connection connection) {
        this.folder = folder;
        this.held = held;
        this.connection = connection;
    }

    /**
     * Begins a snapshot; what an interrupted run to the same place left is dropped.
     *
     * @param target where it shall lie, ending in {@code .duckdb}; a file already there is replaced at the end
     */
    public static SnapshotWriter create(Path target) {
        return open(new GrowingFolder(target), false);
    }

    /**
     * Carries on with a snapshot that was interrupted.
     *
     * @param cells the table in which finished cells have a row: rows of cells that are not there are dropped
     */
    public static SnapshotWriter resume(Path target, List<String> cells) {
        SnapshotWriter out = open(new GrowingFolder(target), true);
        out.worthKeeping = true;
        try {
            out.schemas.putAll(Tables.schemas(out.connection));
            out.schemas.replaceAll((name, schema) -> without(schema));
            out.dropUnfinished(cells);
            return out;
        } catch (SQLException e) {
            out.close();
            throw failed(target, e);
        }
    }

    private static SnapshotWriter open(GrowingFolder folder, boolean again) {
        FileChannel held = null;
        try {
            folder.make();
            held = folder.lock();
            if (held == null) {
                throw new IOException("another run is writing it");
            }
            if (!again) {
                folder.clear();
            } else if (!folder.exists()) {
                throw new IOException("nothing of an interrupted run is left");
            }
            Files.deleteIfExists(folder.finished());
            Properties small = new Properties();
            small.setProperty("default_block_size", BLOCK);
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.database(), small);
            Tables.execute(connection, "SET memory_limit = '" + MEMORY + "'");
            Tables.execute(connection, "SET temp_directory = '" + text(folder.file("tmp")) + "'");
            connection.setAutoCommit(false);
            return new SnapshotWriter(folder, held, connection);
        } catch (IOException | SQLException e) {
            release(held);
            throw failed(folder.target(), e);
        }
    }

    private static void release(@Nullable FileChannel held) {
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException e) {
            // The lock ends with the process at the latest.
            return;
        }
    }

    private static TableSchema without(TableSchema schema) {
        return new TableSchema(
                schema.name(),
                schema.columns().stream().filter(c -> !c.name().equals(CELL)).toList());
    }

    private void dropUnfinished(List<String> cells) throws SQLException {
        String finished = String.join(
                " UNION ALL ",
                cells.stream()
                        .map(t -> "SELECT " + CELL + " FROM " + Tables.quoted(t))
                        .toList());
        for (String table : schemas.keySet()) {
            Tables.execute(
                    connection,
                    "DELETE FROM " + Tables.quoted(table) + " WHERE " + CELL + " <> " + NO_CELL + " AND " + CELL
                            + " NOT IN (" + finished + ")");
        }
        connection.commit();
    }

    /** The folder in which it grows: a place for what is needed only meanwhile. */
    public GrowingFolder folder() {
        return folder;
    }

    /** The tables there are, by name. */
    public Map<String, TableSchema> schemas() {
        return Map.copyOf(schemas);
    }

    /** Makes tables; without it nothing can be appended. */
    public void define(TableSchema... wanted) {
        guarded(() -> {
            for (TableSchema schema : wanted) {
                List<Column> columns = new ArrayList<>(schema.columns());
                columns.add(new Column(CELL, Type.INTEGER));
                Tables.create(connection, new TableSchema(schema.name(), columns));
                schemas.put(schema.name(), schema);
            }
            connection.commit();
        });
    }

    /** Adds rows that belong to no cell. */
    public void append(String table, List<ObjectNode> rows) {
        append(table, NO_CELL, rows);
    }

    /**
     * Adds rows to a table that was defined.
     *
     * @param cell the cell they belong to, or {@link #NO_CELL}
     * @param rows objects with the columns as members; a missing member is null
     * @throws IllegalArgumentException when a row does not fit the table; rows before it were added
     */
    public void append(String table, int cell, List<ObjectNode> rows) {
        guarded(() -> {
            TableSchema schema = schemas.get(table);
            if (schema == null) {
                throw new IllegalArgumentException("table `" + table + "` was not defined");
            }
            DuckDBAppender appender = appender(table);
            for (ObjectNode row : rows) {
                Tables.append(appender, schema, row, cell);
            }
        });
    }

    /** Adds a row that says that a cell is finished; it counts from the next commit on. */
    public void finish(String table, int cell, ObjectNode row) {
        append(table, cell, List.of(row));
        worthKeeping = true;
    }

    private DuckDBAppender appender(String table) throws SQLException {
        DuckDBAppender known = appenders.get(table);
        if (known == null) {
            if (appenders.isEmpty()) {
                // Only a statement begins a transaction. Without one each appender commits for itself, and a process
                // that
                // dies in between leaves cells that are said to be finished and lack rows.
                Tables.execute(connection, "SELECT 1");
            }
            known = connection.unwrap(DuckDBConnection.class).createAppender("main", table);
            // Many threads append, one at a time: our own lock sees to it.
            known.unsafeBreakThreadConfinement();
            appenders.put(table, known);
        }
        return known;
    }

    /** Makes durable what was added so far: it survives the death of this process. */
    public void commit() {
        guarded(() -> {
            if (!appenders.isEmpty()) {
                closeAppenders();
                connection.commit();
            }
        });
    }

    /** Runs a query of this program over what was committed or added so far. */
    public void query(String sql, Consumer<ObjectNode> each) {
        guarded(() -> {
            closeAppenders();
            connection.commit();
            Snapshot.run(connection, sql, UNLIMITED, Optional.empty(), each);
        });
    }

    /** Takes over what another snapshot holds. */
    public TakeOver.Result takeOver(Path base, TakeOver wanted) {
        TakeOver.Result[] out = new TakeOver.Result[1];
        guarded(() -> {
            closeAppenders();
            connection.commit();
            out[0] = wanted.from(connection, base, Map.copyOf(schemas));
            connection.commit();
            worthKeeping = true;
        });
        return out[0];
    }

    /** Sorts into a new file and names it. Nothing can be added after. */
    public void complete() {
        guarded(() -> {
            closeAppenders();
            connection.commit();
            connection.setAutoCommit(true);
            Files.deleteIfExists(folder.finished());
            Tables.execute(
                    connection, "ATTACH '" + text(folder.finished()) + "' AS finished (BLOCK_SIZE " + BLOCK + ")");
            for (String table : schemas.keySet()) {
                String name = Tables.quoted(table);
                Tables.execute(
                        connection,
                        "CREATE TABLE finished.main." + name + " AS SELECT * EXCLUDE (" + CELL + ") FROM " + name
                                + " ORDER BY ALL");
            }
            Tables.execute(connection, "CHECKPOINT finished");
            Tables.execute(connection, "DETACH finished");
            connection.close();
            open = false;
            if (folder.finished().getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder.finished(), PosixFilePermissions.fromString("rw-------"));
            }
            Files.move(
                    folder.finished(),
                    folder.target(),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            folder.remove();
            release(held);
        });
    }

    private void closeAppenders() throws SQLException {
        for (DuckDBAppender appender : appenders.values()) {
            appender.close();
        }
        appenders.clear();
    }

    /**
     * Lets go of a snapshot that was not completed. When a cell was finished it stays as it is, to be carried on; else
     * nothing of it is left.
     */
    @Override
    public void close() {
        guarded(() -> {
            if (!open) {
                return;
            }
            open = false;
            try {
                closeAppenders();
                connection.commit();
            } finally {
                connection.close();
                if (!worthKeeping) {
                    folder.remove();
                }
                release(held);
            }
        });
    }

    /** What touches the database or its files. */
    private interface Work {
        void run() throws SQLException, IOException;
    }

    private void guarded(Work work) {
        lock.lock();
        try {
            work.run();
        } catch (SQLException | IOException e) {
            throw failed(folder.target(), e);
        } finally {
            lock.unlock();
        }
    }

    private static String text(Path path) {
        return path.toAbsolutePath().toString().replace("'", "''");
    }

    private static SnapshotNotWritten failed(Path target, Exception e) {
        String why = e instanceof SQLException sql
                ? Failures.firstLine(sql)
                : e.getMessage() == null ? e.toString() : e.getMessage();
        return new SnapshotNotWritten("the snapshot " + target + " cannot be written: " + why, e);
    }
}

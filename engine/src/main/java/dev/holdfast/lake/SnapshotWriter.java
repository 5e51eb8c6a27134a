package dev.holdfast.lake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Writes one snapshot file. It grows under another name and gets its own only when it is complete, so that a snapshot
 * that can be seen is whole. Rows are sorted at the end: the same facts give the same rows in the same order whatever
 * order they came in. Safe for many threads.
 */
public final class SnapshotWriter implements AutoCloseable {
    private final Path target;
    private final Path growing;
    private final Connection connection;
    private final Map<String, TableSchema> schemas = new TreeMap<>();
    private final Map<String, DuckDBAppender> appenders = new HashMap<>();
    /** Not {@code synchronized}: virtual threads wait here without holding on to their carriers. */
    private final ReentrantLock lock = new ReentrantLock();

    private boolean open = true;

    private SnapshotWriter(Path target, Path growing, Connection connection) {
        this.target = target;
        this.growing = growing;
        this.connection = connection;
    }

    /**
     * Begins a snapshot.
     *
     * @param target where it shall lie, ending in {@code .duckdb}; a file already there is replaced at the end
     */
    public static SnapshotWriter create(Path target) {
        Path growing = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.deleteIfExists(growing);
            Files.deleteIfExists(wal(growing));
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + growing);
            if (growing.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(growing, PosixFilePermissions.fromString("rw-------"));
            }
            return new SnapshotWriter(target, growing, connection);
        } catch (IOException | SQLException e) {
            throw failed(target, e);
        }
    }

    /** Makes a table; without it nothing can be appended. */
    public void define(TableSchema schema) {
        lock.lock();
        try {
            Tables.create(connection, schema);
            schemas.put(schema.name(), schema);
            DuckDBAppender appender = connection.unwrap(DuckDBConnection.class).createAppender("main", schema.name());
            // Many threads append, one at a time: our own lock sees to it.
            appender.unsafeBreakThreadConfinement();
            appenders.put(schema.name(), appender);
        } catch (SQLException e) {
            throw failed(target, e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds rows to a table that was defined.
     *
     * @param rows objects with the columns as members; a missing member is null
     * @throws IllegalArgumentException when a row does not fit the table; rows before it were added
     */
    public void append(String table, List<ObjectNode> rows) {
        lock.lock();
        try {
            DuckDBAppender appender = appenders.get(table);
            TableSchema schema = schemas.get(table);
            if (appender == null || schema == null) {
                throw new IllegalArgumentException("table `" + table + "` was not defined");
            }
            for (ObjectNode row : rows) {
                Tables.append(appender, schema, row);
            }
        } catch (SQLException e) {
            throw failed(target, e);
        } finally {
            lock.unlock();
        }
    }

    /** Sorts, closes and names the file. Nothing can be added after. */
    public void complete() {
        lock.lock();
        try {
            closeAppenders();
            for (String table : schemas.keySet()) {
                String name = Tables.quoted(table);
                Tables.execute(connection, "CREATE TABLE sorted AS FROM " + name + " ORDER BY ALL");
                Tables.execute(connection, "DROP TABLE " + name);
                Tables.execute(connection, "ALTER TABLE sorted RENAME TO " + name);
            }
            Tables.execute(connection, "CHECKPOINT");
            connection.close();
            open = false;
            Files.move(growing, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (SQLException | IOException e) {
            throw failed(target, e);
        } finally {
            lock.unlock();
        }
    }

    private void closeAppenders() throws SQLException {
        for (DuckDBAppender appender : appenders.values()) {
            appender.close();
        }
        appenders.clear();
    }

    /** Drops what was written when {@link #complete} was not reached. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (!open) {
                return;
            }
            open = false;
            closeAppenders();
            connection.close();
            Files.deleteIfExists(growing);
            Files.deleteIfExists(wal(growing));
        } catch (SQLException | IOException e) {
            throw failed(target, e);
        } finally {
            lock.unlock();
        }
    }

    private static Path wal(Path file) {
        return file.resolveSibling(file.getFileName() + ".wal");
    }

    private static SnapshotNotWritten failed(Path target, Exception e) {
        String why = e instanceof SQLException sql ? Failures.firstLine(sql) : e.toString();
        return new SnapshotNotWritten("the snapshot " + target + " cannot be written: " + why, e);
    }
}

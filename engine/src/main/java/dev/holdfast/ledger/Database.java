package dev.holdfast.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection to the SQL database, its schema brought up to date, every change in a transaction. */
final class Database implements AutoCloseable {
    /** The highest number a schema file may have; numbers that no file has are skipped. */
    private static final int NEWEST = 59;

    private static final int AT_ONCE = 200;

    private static final Pattern STATEMENT_END = Pattern.compile(";\\s*\n");

    private final Connection connection;
    private final LedgerPlace place;

    /** Work inside a transaction. */
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Makes a value from the row a result set stands on. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Database(Connection connection, LedgerPlace place) {
        this.connection = connection;
        this.place = place;
    }

    /** Opens a database and brings its schema up to date. */
    static Database open(LedgerPlace place) {
        Database database = new Database(place.connect(), place);
        try {
            database.migrate();
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Each file is applied once, also one that came later than a file with a higher number. */
    private void migrate() {
        change(c -> {
            try (Statement statement = c.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)");
                Set<Long> applied = new HashSet<>();
                try (ResultSet row = statement.executeQuery("SELECT version FROM schema_version")) {
                    while (row.next()) {
                        applied.add(row.getLong(1));
                    }
                }
                if (applied.stream().anyMatch(version -> resource(version).isEmpty())) {
                    throw new LedgerException("the ledger was written by a newer Holdfast; use that one");
                }
                for (long next = 1; next <= NEWEST; next++) {
                    Optional<String> file = applied.contains(next) ? Optional.empty() : resource(next);
                    if (file.isPresent()) {
                        for (String sql : STATEMENT_END.split(file.get())) {
                            statement.execute(sql);
                        }
                        statement.execute("INSERT INTO schema_version VALUES (" + next + ")");
                    }
                }
            }
            return true;
        });
    }

    private static Optional<String> resource(long version) {
        String name = "/ledger/V" + version + ".sql";
        try (InputStream in = Database.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LedgerException("`" + name + "` cannot be read", e);
        }
    }

    /** Runs work in a transaction that is on disk when this returns, or did not happen. */
    synchronized <T> T change(Work<T> work) {
        try {
            connection.setAutoCommit(false);
            place.begin(connection);
            T result = work.run(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw new LedgerException("the ledger cannot be written: " + e.getMessage(), e);
        } finally {
            leave();
        }
    }

    /** Gives back what an interrupted transaction did; after a commit there is nothing to give back. */
    private void leave() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new LedgerException("the ledger's transaction cannot be ended: " + e.getMessage(), e);
        }
    }

    synchronized <T> List<T> rows(String sql, Row<T> row, @Nullable Object... values) {
        try {
            return rows(connection, sql, row, values);
        } catch (SQLException e) {
            throw new LedgerException("the ledger cannot be read: " + e.getMessage(), e);
        }
    }

    static <T> List<T> rows(Connection connection, String sql, Row<T> row, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            List<T> out = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    out.add(row.read(result));
                }
            }
            return out;
        }
    }

    /** Shows rows one by one without holding them all; to be asked within a transaction, which a server needs for that. */
    static void scan(Connection connection, String sql, Row<?> row, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(AT_ONCE);
            bind(statement, values);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    row.read(result);
                }
            }
        }
    }

    /** Runs one statement many times, some hundred at once. */
    static void runEach(Connection connection, String sql, int times, IntFunction<@Nullable Object[]> values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < times; i++) {
                bind(statement, values.apply(i));
                statement.addBatch();
                if (i % AT_ONCE == AT_ONCE - 1 || i == times - 1) {
                    statement.executeBatch();
                }
            }
        }
    }

    /** Runs one statement and gives the number of rows it touched. */
    static int run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new LedgerException("the ledger cannot be closed: " + e.getMessage(), e);
        }
    }
}

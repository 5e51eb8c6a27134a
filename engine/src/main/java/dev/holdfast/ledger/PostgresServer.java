package dev.holdfast.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * A ledger on a PostgreSQL server, for a team. Source: PostgreSQL documentation, "Advisory Locks".
 *
 * @param url {@code jdbc:postgresql://host/database}, as the driver documents it; may hold user and password and is
 *     therefore never shown
 * @param properties further properties of the driver, such as {@code user} and {@code password}
 */
public record PostgresServer(String url, Map<String, String> properties) implements LedgerPlace {
    /** Any number will do, as long as every Holdfast takes the same. */
    private static final long WRITING = 0x486f6c6466617374L;

    private static final String CONNECT_SECONDS = "15";

    public PostgresServer {
        properties = Map.copyOf(properties);
    }

    /** True when the text is a URL that this can use. */
    public static boolean takes(String url) {
        return url.startsWith("jdbc:postgresql:");
    }

    @Override
    public Connection connect() {
        Properties all = new Properties();
        all.setProperty("ApplicationName", "holdfast");
        all.setProperty("connectTimeout", CONNECT_SECONDS);
        all.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.forEach(all::setProperty);
        try {
            return DriverManager.getConnection(url, all);
        } catch (SQLException e) {
            throw new LedgerException("the ledger's PostgreSQL server cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + WRITING + ")");
        }
    }

    @Override
    public Optional<Lease> lease(String run) {
        Connection connection = connect();
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, key(run));
            try (ResultSet row = statement.executeQuery()) {
                if (row.next() && row.getBoolean(1)) {
                    // The server gives the lock back when the connection ends, however that happens.
                    return Optional.of(() -> {
                        unlock(connection, key(run));
                        close(connection);
                    });
                }
            }
            close(connection);
            return Optional.empty();
        } catch (SQLException e) {
            close(connection);
            throw new LedgerException("the lease of run `" + run + "` cannot be taken: " + e.getMessage(), e);
        }
    }

    /** The server would notice the end of the connection too, but a moment later. */
    private static void unlock(Connection connection, long key) {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_unlock(?)")) {
            statement.setLong(1, key);
            statement.execute();
        } catch (SQLException e) {
            throw new LedgerException("a lease cannot be given back: " + e.getMessage(), e);
        }
    }

    private static long key(String run) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(run.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new LedgerException("a connection of the ledger cannot be closed: " + e.getMessage(), e);
        }
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return "a PostgreSQL server";
    }
}

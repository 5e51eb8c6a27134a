package dev.holdfast.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL server for the tests of this JVM, on the loopback interface; it ends with the JVM. */
public final class TestPostgres {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Set<String> MADE = new HashSet<>();

    private TestPostgres() {}

    private static final class Server {
        private static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A number that no other test was given. */
    public static int next() {
        return COUNT.incrementAndGet();
    }

    /** The URL of a database of that name, made when it is first asked for. */
    public static synchronized String database(String name) {
        if (MADE.add(name)) {
            try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return Server.RUNNING.getJdbcUrl("postgres", name);
    }
}

package dev.holdfast.ledger;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * A ledger in a SQLite file, for one machine.
 *
 * @param folder kept private to the user
 */
public record SqliteFile(Path folder) implements LedgerPlace {
    private static final int BUSY_MILLIS = 15_000;

    @Override
    public Connection connect() {
        Path file = folder.resolve("ledger.db");
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            // SQLite gives its own side files the permissions of this one.
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // An earlier run made it.
        } catch (IOException e) {
            throw new LedgerException("the ledger `" + file + "` cannot be made: " + e.getMessage(), e);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        // Immediate transactions wait for each other where they begin, so that none reads what another changes.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        try {
            return config.createConnection("jdbc:sqlite:" + file);
        } catch (SQLException e) {
            throw new LedgerException("the ledger `" + file + "` cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public void begin(Connection connection) {
        // The transaction mode sees to it.
    }

    @Override
    public Optional<Lease> lease(String run) {
        return FileLease.take(folder, run);
    }
}

package dev.holdfast.cli;

import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.LedgerPlace;
import dev.holdfast.ledger.PostgresServer;
import dev.holdfast.ledger.SqliteFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all state: snapshots, ledger, evidence, keys, the emulator. Readable by its owner alone.
 *
 * @param folder the folder, which exists
 * @param ledgerPlace where the ledger lies: in the folder, or on the server of {@code HOLDFAST_DATABASE_URL}
 */
public record Home(Path folder, LedgerPlace ledgerPlace) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    static Home open(@Nullable Path option, Surroundings here) {
        Path folder = option != null
                ? here.folder().resolve(option)
                : here.variable("HOLDFAST_HOME")
                        .map(Path::of)
                        .map(p -> here.folder().resolve(p))
                        .orElseGet(
                                () -> Path.of(here.variable("HOME").orElse(".")).resolve(".holdfast"));
        Path whole = folder.toAbsolutePath().normalize();
        LedgerPlace place = here.variable("HOLDFAST_DATABASE_URL")
                .<LedgerPlace>map(url -> server(url, here))
                .orElseGet(() -> new SqliteFile(whole.resolve("ledger")));
        Home home = new Home(whole, place);
        home.make(home.folder());
        return home;
    }

    private static PostgresServer server(String url, Surroundings here) {
        if (!PostgresServer.takes(url)) {
            throw Stop.usage(
                    "HOLDFAST_DATABASE_URL does not name a PostgreSQL database",
                    "Write jdbc:postgresql://host/database; user and password may stand in PGUSER and PGPASSWORD");
        }
        Map<String, String> properties = new HashMap<>();
        here.variable("PGUSER").ifPresent(user -> properties.put("user", user));
        here.variable("PGPASSWORD").ifPresent(password -> properties.put("password", password));
        return new PostgresServer(url, properties);
    }

    /** The ledger, to be closed after use. */
    Ledger ledger() {
        make(folder.resolve("ledger"));
        return Ledger.open(ledgerPlace);
    }

    /** A folder below, made when it is not there. */
    public Path sub(String name) {
        return make(folder.resolve(name));
    }

    private Path make(Path path) {
        try {
            Files.createDirectories(path);
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(path, OWNER_ONLY);
            }
            return path;
        } catch (FileAlreadyExistsException e) {
            throw Stop.usage("`" + path + "` is a file where a folder is needed", "Choose another --home");
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "the folder `" + path + "` cannot be used: " + e.getMessage(), "Choose --home");
        }
    }

    /** The key that hashes sensitive values; made on first use. */
    byte[] hashKey(Surroundings here) {
        Path file = folder.resolve("hash.key");
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[32];
                here.random().nextBytes(key);
                Path made = Files.createTempFile(
                        folder,
                        "key",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.write(made, key, StandardOpenOption.SYNC);
                try {
                    Files.createLink(file, made);
                } catch (FileAlreadyExistsException raced) {
                    // Another process was first; its key is as good.
                    return Files.readAllBytes(file);
                } finally {
                    Files.delete(made);
                }
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "the key `" + file + "` cannot be used: " + e.getMessage(), "");
        }
    }
}

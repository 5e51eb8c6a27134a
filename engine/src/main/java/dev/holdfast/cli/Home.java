package dev.holdfast.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all state: snapshots, ledger, evidence, keys, the emulator. Readable by its owner alone.
 *
 * @param folder the folder, which exists
 */
public record Home(Path folder) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    static Home open(@Nullable Path option, Surroundings here) {
        Path folder = option != null
                ? here.folder().resolve(option)
                : here.variable("HOLDFAST_HOME")
                        .map(Path::of)
                        .map(p -> here.folder().resolve(p))
                        .orElseGet(
                                () -> Path.of(here.variable("HOME").orElse(".")).resolve(".holdfast"));
        Home home = new Home(folder.toAbsolutePath().normalize());
        home.make(home.folder());
        return home;
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

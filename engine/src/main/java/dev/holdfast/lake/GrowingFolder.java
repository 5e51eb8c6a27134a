package dev.holdfast.lake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which a snapshot grows, beside the place where it shall lie: {@code .NAME.duckdb.part}. Only its owner can
 * look into it. Whoever writes holds a lock that ends with the process, so a folder without one was left by a run that
 * died, and can be carried on.
 *
 * @param target where the snapshot shall lie
 */
public record GrowingFolder(Path target) {
    private static final String SUFFIX = ".part";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** The unfinished snapshots of a folder, by the place where each shall lie, sorted. */
    public static List<GrowingFolder> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory)
                    .map(f -> f.getFileName().toString())
                    .filter(n -> n.startsWith(".") && n.endsWith(SUFFIX))
                    .map(n -> new GrowingFolder(folder.resolve(n.substring(1, n.length() - SUFFIX.length()))))
                    .sorted(Comparator.comparing(GrowingFolder::target))
                    .toList();
        }
    }

    /** The folder itself. */
    public Path path() {
        return target.resolveSibling("." + target.getFileName() + SUFFIX);
    }

    /** A file in it. */
    public Path file(String name) {
        return path().resolve(name);
    }

    Path database() {
        return file("growing.duckdb");
    }

    Path finished() {
        return file("finished.duckdb");
    }

    /** True when there is something to carry on. */
    public boolean exists() {
        return Files.isRegularFile(database());
    }

    /** True while a living process writes it. */
    public boolean busy() throws IOException {
        if (!Files.exists(file("lock"))) {
            return false;
        }
        FileChannel lock = lock();
        if (lock == null) {
            return true;
        }
        lock.close();
        return false;
    }

    void make() throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        if (Files.isRegularFile(path())) {
            Files.delete(path());
        }
        Files.createDirectories(path());
        if (path().getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path(), OWNER_ONLY);
        }
    }

    /** Keeps other processes out until it is closed; null when one is in already. */
    @Nullable
    FileChannel lock() throws IOException {
        FileChannel channel = FileChannel.open(file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Another run of this very process.
            channel.close();
            return null;
        }
        channel.close();
        return null;
    }

    /** Removes everything but the lock, which its holder removes with the folder. */
    void clear() throws IOException {
        remove(false);
    }

    /** Removes the folder with all that is in it. */
    public void remove() throws IOException {
        remove(true);
    }

    private void remove(boolean whole) throws IOException {
        if (!Files.isDirectory(path())) {
            return;
        }
        List<Path> found;
        try (Stream<Path> files = Files.walk(path())) {
            found = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : found) {
            if (whole || !(file.equals(path()) || file.equals(file("lock")))) {
                Files.deleteIfExists(file);
            }
        }
    }
}

package dev.holdfast.inventory;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers waiting on disk to be read again. They may hold what must never be kept, so the file has no name from the moment
 * it is open: when this process ends, however it ends, nothing of it is left. Safe for many threads.
 */
final class Spool implements AutoCloseable {
    private final Path folder;
    private @Nullable FileChannel file;
    private long end;

    /** @param folder a folder of its own, readable by its owner alone */
    Spool(Path folder) {
        this.folder = folder;
    }

    /**
     * Keeps bytes.
     *
     * @return where they begin
     */
    synchronized long put(byte[] bytes) throws IOException {
        FileChannel open = file;
        if (open == null) {
            open = open();
            file = open;
        }
        long at = end;
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            end += open.write(left, end);
        }
        return at;
    }

    byte[] get(long at, int length) throws IOException {
        FileChannel open;
        synchronized (this) {
            open = file;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        while (open != null && out.hasRemaining()) {
            if (open.read(out, at + out.position()) < 0) {
                break;
            }
        }
        if (out.hasRemaining()) {
            throw new EOFException("an answer that was put aside is gone");
        }
        return out.array();
    }

    private FileChannel open() throws IOException {
        Path path = Files.createTempFile(folder, "answers", ".spool");
        FileAttribute<?>[] owner =
                folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return FileChannel.open(
                path,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        // On POSIX systems the name goes at once and the bytes go with the last who has it open.
                        StandardOpenOption.DELETE_ON_CLOSE),
                owner);
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}

package dev.holdfast.evidence;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are whole or not there, on disk when a call returns, readable by their owner only. */
public final class DurableFile {
    private static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private DurableFile() {}

    /** Makes a folder, with those above it, that only its owner can enter. */
    public static Path folder(Path folder) throws IOException {
        return Files.createDirectories(folder, OWNER_FOLDER);
    }

    /** Puts content in the place of a file, at once. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path whole = Files.createTempFile(folder(above(file)), ".new-", "", OWNER_FILE);
        try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            writeAll(channel, content);
            channel.force(true);
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        flushFolder(file);
    }

    /** Writes a content piece by piece. */
    public interface Content {
        /** Writes all of it; does not close. */
        void write(OutputStream out) throws IOException;
    }

    /** Puts content in the place of a file, at once, without holding it as a whole. When writing fails, the file stays. */
    public static void replace(Path file, Content content) throws IOException {
        Path whole = Files.createTempFile(folder(above(file)), ".new-", "", OWNER_FILE);
        try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
            content.write(out);
            out.flush();
            channel.force(true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(whole);
            throw e;
        }
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        flushFolder(file);
    }

    /** Adds to the end of a file. */
    public static void append(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                OWNER_FILE)) {
            writeAll(channel, content);
            channel.force(true);
        }
        flushFolder(file);
    }

    private static void writeAll(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** A new name is only on disk when its folder is. */
    private static void flushFolder(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(above(file), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path above(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}

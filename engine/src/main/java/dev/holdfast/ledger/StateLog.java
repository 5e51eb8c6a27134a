package dev.holdfast.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Names and values that survive a program killed at any moment: a file to which changes are added, those of one
 * {@link #keep} as a whole or not at all. A tail that a crash left half written is cut off when the file is opened. One
 * process at a time; one thread.
 */
public final class StateLog implements AutoCloseable {
    private static final int MAX_FRAME = 1 << 30;
    private static final int HEAD = 12;
    private static final long SMALL = 32L * 1024 * 1024;

    private final Path file;
    private final FileChannel lockFile;
    private final TreeMap<String, String> values = new TreeMap<>();
    private FileChannel channel;
    private long live;

    private StateLog(Path file, FileChannel lockFile, FileChannel channel) {
        this.file = file;
        this.lockFile = lockFile;
        this.channel = channel;
    }

    /**
     * Opens, making the file when it is not there.
     *
     * @throws IOException when it cannot be read or written, or another process has it open
     */
    public static StateLog open(Path file) throws IOException {
        FileChannel lockFile =
                FileChannel.open(Path.of(file + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw new IOException("another process is at work with it");
            }
            StateLog log = new StateLog(file, lockFile, channel(file));
            log.load();
            return log;
        } catch (IOException e) {
            lockFile.close();
            throw e;
        } catch (OverlappingFileLockException e) {
            lockFile.close();
            throw new IOException("this process has it open already", e);
        }
    }

    private static FileChannel channel(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** What is kept, by name; a view, to be looked at and not to be changed. */
    public Map<String, String> values() {
        return java.util.Collections.unmodifiableMap(values);
    }

    /**
     * Keeps changes; they are on disk when this returns.
     *
     * @param changes new values by name; null takes a name away
     * @throws UncheckedIOException when the disk refuses
     */
    public void keep(Map<String, @Nullable String> changes) {
        if (changes.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        changes.forEach((name, value) -> append(text, name, value));
        try {
            write(channel, frame(text));
            channel.force(false);
            changes.forEach(this::put);
            if (channel.size() > SMALL && channel.size() > 4 * live) {
                compact();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void put(String name, @Nullable String value) {
        String before = value == null ? values.remove(name) : values.put(name, value);
        live -= before == null ? 0 : name.length() + before.length();
        live += value == null ? 0 : name.length() + value.length();
    }

    /** A length before each text lets any text through; -1 is a name taken away. */
    private static void append(StringBuilder out, String name, @Nullable String value) {
        out.append(name.length())
                .append(' ')
                .append(value == null ? -1 : value.length())
                .append(' ')
                .append(name);
        if (value != null) {
            out.append(value);
        }
    }

    private static ByteBuffer frame(CharSequence text) {
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEAD + body.length)
                .putInt(body.length)
                .putLong(sum(body))
                .put(body)
                .flip();
    }

    private static long sum(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return crc.getValue();
    }

    private static void write(FileChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private void load() throws IOException {
        long at = 0;
        long size = channel.size();
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        while (at + HEAD <= size && fill(head.clear(), at)) {
            head.flip();
            int length = head.getInt();
            long sum = head.getLong();
            if (length < 0 || length > MAX_FRAME || at + HEAD + length > size) {
                break;
            }
            ByteBuffer body = ByteBuffer.allocate(length);
            if (!fill(body, at + HEAD) || sum(body.array()) != sum) {
                break;
            }
            take(new String(body.array(), StandardCharsets.UTF_8));
            at += HEAD + length;
        }
        channel.truncate(at);
        channel.position(at);
    }

    private boolean fill(ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
    }

    private void take(String text) {
        int at = 0;
        while (at < text.length()) {
            int first = text.indexOf(' ', at);
            int second = text.indexOf(' ', first + 1);
            int name = Integer.parseInt(text, at, first, 10);
            int value = Integer.parseInt(text, first + 1, second, 10);
            int from = second + 1;
            int end = from + name + Math.max(0, value);
            put(text.substring(from, from + name), value < 0 ? null : text.substring(from + name, end));
            at = end;
        }
    }

    private void compact() throws IOException {
        Path fresh = Path.of(file + ".new");
        Files.deleteIfExists(fresh);
        FileChannel next = channel(fresh);
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            append(text, entry.getKey(), entry.getValue());
            if (text.length() > (1 << 20)) {
                write(next, frame(text));
                text.setLength(0);
            }
        }
        write(next, frame(text));
        next.force(true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel.close();
        channel = next;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        lockFile.close();
    }
}

package dev.holdfast.ledger;

import dev.holdfast.model.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Findings out of the heap for as long as a run needs them: in a file that goes away with the process, once they are more
 * than a buffer holds. One thread.
 */
public final class FindingSpool implements AutoCloseable {
    private static final int FIRST = 1 << 14;
    private static final int BUFFER = 1 << 20;
    private static final int HEAD = 4;

    private final Path folder;
    private byte[] buffer = new byte[FIRST];
    private int filled;
    private long written;
    private @Nullable FileChannel file;

    /** @param folder where the file is made, readable for its owner only */
    public FindingSpool(Path folder) {
        this.folder = folder;
    }

    /** Keeps a finding and gives its place. */
    public long put(Finding finding) {
        byte[] body = LedgerJson.bytes(finding);
        long place = written + filled;
        if (HEAD + body.length > BUFFER - filled) {
            flush();
        }
        if (HEAD + body.length > buffer.length - filled) {
            int wanted = Math.max(filled + HEAD + body.length, Math.min(BUFFER, 2 * buffer.length));
            buffer = Arrays.copyOf(buffer, wanted);
        }
        ByteBuffer.wrap(buffer, filled, HEAD + body.length).putInt(body.length).put(body);
        filled += HEAD + body.length;
        return place;
    }

    /** The finding at a place. */
    public Finding get(long place) {
        int length = read(place, HEAD).getInt();
        return LedgerJson.read(read(place + HEAD, length).array(), Finding.class);
    }

    /** How many bytes wait in the heap to be written. */
    public int inHeap() {
        return filled;
    }

    private ByteBuffer read(long from, int length) {
        if (from >= written) {
            int at = (int) (from - written);
            return ByteBuffer.wrap(Arrays.copyOfRange(buffer, at, at + length));
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        try {
            while (out.hasRemaining()) {
                if (file().read(out, from + out.position()) < 0) {
                    throw new LedgerException("what was found is gone from the file in `" + folder + "`");
                }
            }
        } catch (IOException e) {
            throw new LedgerException("what was found cannot be read again: " + e.getMessage(), e);
        }
        return out.flip();
    }

    private void flush() {
        try {
            ByteBuffer out = ByteBuffer.wrap(buffer, 0, filled);
            while (out.hasRemaining()) {
                written += file().write(out, written);
            }
        } catch (IOException e) {
            throw new LedgerException("what was found cannot be kept in `" + folder + "`: " + e.getMessage(), e);
        }
        filled = 0;
    }

    private FileChannel file() throws IOException {
        FileChannel known = file;
        if (known == null) {
            Path path = Files.createTempFile(Files.createDirectories(folder), "found-", ".spool");
            known = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            file = known;
        }
        return known;
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw new LedgerException("a file in `" + folder + "` cannot be closed: " + e.getMessage(), e);
        }
    }
}

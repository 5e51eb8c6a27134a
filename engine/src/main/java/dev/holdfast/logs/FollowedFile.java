package dev.holdfast.logs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A file that may still grow, as it stands at one moment: what it is, and where its last whole line ends. */
final class FollowedFile {
    private static final int HEAD = 64 * 1024;

    /** Enough to tell files apart, little enough to be there soon. */
    private static final int IDENTITY = 256;

    private static final int BACK = 64 * 1024;

    private final Path path;
    private final byte[] head;
    private final long size;
    private final long modified;

    private FollowedFile(Path path, byte[] head, long size, long modified) {
        this.path = path;
        this.head = head;
        this.size = size;
        this.modified = modified;
    }

    static FollowedFile of(Path path) throws IOException {
        long size = Files.size(path);
        long modified = Files.getLastModifiedTime(path).toMillis();
        try (InputStream in = Files.newInputStream(path)) {
            return new FollowedFile(path, in.readNBytes((int) Math.min(HEAD, size)), size, modified);
        }
    }

    long size() {
        return size;
    }

    long modified() {
        return modified;
    }

    /** A digest of the file's beginning, with how much of it was taken. */
    String identity() {
        return identity(Math.min(IDENTITY, head.length));
    }

    private String identity(int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(head, 0, length);
            return length + ":" + HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** True when the file begins as the marked one did and holds no less. */
    boolean continues(FollowMark mark) {
        int length = Integer.parseInt(mark.identity(), 0, mark.identity().indexOf(':'), 10);
        return size >= mark.offset()
                && length <= head.length
                && identity(length).equals(mark.identity());
    }

    /** True for text read line by line, which may be read on from where a line ended. */
    boolean isLines() {
        if (packed()) {
            return false;
        }
        int at = head.length > 2 && head[0] == (byte) 0xef ? 3 : 0;
        while (at < head.length && head[at] >= 0 && head[at] <= ' ') {
            at++;
        }
        boolean json = at < head.length && (head[at] == '{' || head[at] == '[');
        return !json || new LineInput(new ByteArrayInputStream(head)).looksLikeLines();
    }

    private boolean packed() {
        for (byte[] magic : new byte[][] {
            {0x1f, (byte) 0x8b}, {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd}, {'P', 'K', 3, 4}, {'P', 'A', 'R', '1'}
        }) {
            if (head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length)) {
                return true;
            }
        }
        return false;
    }

    /** The place after the last line break, not before a place; that place when there is none after it. */
    long lastLineEnd(long notBefore) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
            long end = size;
            byte[] piece = new byte[BACK];
            while (end > notBefore) {
                long from = Math.max(notBefore, end - BACK);
                int length = (int) (end - from);
                in.seek(from);
                in.readFully(piece, 0, length);
                for (int i = length - 1; i >= 0; i--) {
                    if (piece[i] == '\n') {
                        return from + i + 1;
                    }
                }
                end = from;
            }
            return notBefore;
        }
    }

    /** The bytes between two places; before them the file's own directives (`#fields …`), which say how to read them. */
    InputStream open(long from, long to) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        file.seek(from);
        InputStream rest = new Upto(Channels.newInputStream(file.getChannel()), to - from);
        return from == 0 ? rest : new SequenceInputStream(new ByteArrayInputStream(directives()), rest);
    }

    private byte[] directives() {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        int at = 0;
        while (text.startsWith("#", at)) {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                return new byte[0];
            }
            at = end + 1;
        }
        return Arrays.copyOf(head, at);
    }

    /** A stream that ends after so many bytes. */
    private static final class Upto extends InputStream {
        private final InputStream in;
        private long left;

        Upto(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(buffer, from, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}

package dev.holdfast.logs;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** The bytes of a log, unpacked where its first bytes say it is packed, counted and bounded in size and ratio. */
final class BoundedInput extends FilterInputStream {
    /** A file that asks too much; the message names the limit. */
    static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch(String message) {
            super(message);
        }
    }

    private static final int BUFFER = 64 * 1024;
    private static final long FREE = 1024 * 1024;

    /** The bytes as they lie there, and what all that is unpacked from them has come to. */
    static final class Packed extends FilterInputStream {
        private final LogLimits limits;
        private long packed;
        private long out;

        Packed(InputStream raw, LogLimits limits) {
            super(raw);
            this.limits = limits;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            packed += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int n = super.read(bytes, from, length);
            packed += Math.max(0, n);
            return n;
        }

        private void unpacked(int bytes) throws TooMuch {
            out += bytes;
            if (out > limits.inflatedBytes()) {
                throw new TooMuch("unpacks to more than " + limits.inflatedBytes() + " bytes, the limit for one file");
            }
            if (out > FREE && out / limits.ratio() > packed) {
                throw new TooMuch("unpacks to more than " + limits.ratio() + " times its size, the limit for one file");
            }
        }
    }

    private final Packed packed;
    private final boolean unpacks;
    private long out;

    private BoundedInput(InputStream in, Packed packed, boolean unpacks) {
        super(in);
        this.packed = packed;
        this.unpacks = unpacks;
    }

    /** @param in the packed bytes, or a buffer over them */
    static BoundedInput open(BufferedInputStream in, Packed packed) throws IOException {
        return open(in, packed, false);
    }

    /** What stands in a zip; it may be packed once more. */
    static BoundedInput entry(BufferedInputStream in, Packed packed) throws IOException {
        return open(in, packed, true);
    }

    private static BoundedInput open(BufferedInputStream in, Packed packed, boolean unpacked) throws IOException {
        in.mark(4);
        byte[] head = in.readNBytes(4);
        in.reset();
        if (head.length > 1 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
            return new BoundedInput(new GZIPInputStream(in, BUFFER), packed, true);
        }
        boolean zstd = head.length == 4
                && (head[0] & 0xff) == 0x28
                && (head[1] & 0xff) == 0xb5
                && (head[2] & 0xff) == 0x2f
                && (head[3] & 0xff) == 0xfd;
        return new BoundedInput(zstd ? new ZstdInputStream(in) : in, packed, unpacked || zstd);
    }

    /** Bytes given so far, after decompression. */
    long count() {
        return out;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int n = super.read(bytes, from, length);
        out += Math.max(0, n);
        if (unpacks) {
            packed.unpacked(Math.max(0, n));
        }
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}

package dev.holdfast.logs;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of a log file, unpacked where its first bytes say it is gzip, counted and bounded in size and ratio.
 */
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

    private static final class Counting extends FilterInputStream {
        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int n = super.read(bytes, from, length);
            count += Math.max(0, n);
            return n;
        }
    }

    private final Counting packed;
    private final boolean gzip;
    private final LogLimits limits;
    private long out;

    private BoundedInput(InputStream in, Counting packed, boolean gzip, LogLimits limits) {
        super(in);
        this.packed = packed;
        this.gzip = gzip;
        this.limits = limits;
    }

    static BoundedInput open(InputStream raw, LogLimits limits) throws IOException {
        Counting packed = new Counting(raw);
        BufferedInputStream buffered = new BufferedInputStream(packed, BUFFER);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        InputStream in = gzip ? new GZIPInputStream(buffered, BUFFER) : buffered;
        return new BoundedInput(in, packed, gzip, limits);
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
        if (gzip && out > limits.inflatedBytes()) {
            throw new TooMuch("unpacks to more than " + limits.inflatedBytes() + " bytes, the limit for one file");
        }
        if (gzip && out > FREE && out / limits.ratio() > packed.count) {
            throw new TooMuch("unpacks to more than " + limits.ratio() + " times its size, the limit for one file");
        }
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}

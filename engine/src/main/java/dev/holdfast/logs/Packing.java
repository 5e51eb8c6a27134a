package dev.holdfast.logs;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Opens what a file is packed in, by its first bytes: gzip, zstd, or a zip with several files in it. */
final class Packing {
    /** Gets every stream that a file holds. */
    interface Each {
        /** @param inner the name inside a zip, empty for the file itself */
        void stream(String inner, BoundedInput in) throws IOException;
    }

    private static final int MOST_ENTRIES = 10_000;
    private static final int BUFFER = 64 * 1024;

    /** An entry ends, the file that holds it does not. */
    private static final class Entry extends FilterInputStream {
        Entry(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The zip goes on.
        }
    }

    private Packing() {}

    static void open(InputStream raw, LogLimits limits, Each each) throws IOException {
        BoundedInput.Packed packed = new BoundedInput.Packed(raw, limits);
        BufferedInputStream buffered = new BufferedInputStream(packed, BUFFER);
        if (!isZip(buffered)) {
            try (BoundedInput in = BoundedInput.open(buffered, packed)) {
                each.stream("", in);
            }
            return;
        }
        try (ZipInputStream zip = new ZipInputStream(buffered)) {
            int entries = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++entries > MOST_ENTRIES) {
                    throw new BoundedInput.TooMuch("holds more than " + MOST_ENTRIES + " files, the limit for one zip");
                }
                if (!entry.isDirectory() && !entry.getName().contains("__MACOSX/")) {
                    BufferedInputStream inside = new BufferedInputStream(new Entry(zip), BUFFER);
                    each.stream(entry.getName(), BoundedInput.entry(inside, packed));
                }
            }
        }
    }

    private static boolean isZip(BufferedInputStream in) throws IOException {
        in.mark(4);
        byte[] head = in.readNBytes(4);
        in.reset();
        return head.length == 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    }
}

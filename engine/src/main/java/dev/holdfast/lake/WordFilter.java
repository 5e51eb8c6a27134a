package dev.holdfast.lake;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * Says of each chunk of a part of the lake which words it cannot hold: a Bloom filter in blocks of 64 bytes, sixteen bits to
 * a word, so that a word that a chunk lacks is taken for present about once in a thousand times. Lies beside the part; a part
 * without one is read as a whole.
 */
final class WordFilter {
    private static final int MAGIC = 0x48_46_57_31;
    private static final int BITS = 16;
    private static final int LONGS = 8;
    private static final int BYTES = LONGS * Long.BYTES;
    private static final int MOST_CHUNKS = 1 << 16;

    /** Odd numbers that make eight independent choices of one hash; those of Parquet's own filters. */
    private static final int[] SALTS = {
        0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
    };

    private WordFilter() {}

    /**
     * What a filter says.
     *
     * @param all how many chunks there are
     * @param possible those that may hold the words
     */
    record Chunks(int all, List<Integer> possible) {}

    /** A set of words being gathered. */
    static final class Words {
        private long[] slots = new long[1 << 12];
        private int size;

        void add(long word) {
            long value = word == 0 ? 1 : word;
            if (put(slots, value)) {
                size++;
                if (size * 2 > slots.length) {
                    long[] larger = new long[slots.length * 2];
                    for (long slot : slots) {
                        if (slot != 0) {
                            put(larger, slot);
                        }
                    }
                    slots = larger;
                }
            }
        }

        private static boolean put(long[] into, long value) {
            int at = (int) value & (into.length - 1);
            while (into[at] != 0) {
                if (into[at] == value) {
                    return false;
                }
                at = (at + 1) & (into.length - 1);
            }
            into[at] = value;
            return true;
        }

        long[] filter() {
            int blocks = Math.max(1, (int) (((long) size * BITS + 511) / 512));
            long[] out = new long[blocks * LONGS];
            for (long word : slots) {
                if (word != 0) {
                    int block = block(word, blocks) * LONGS;
                    for (int i = 0; i < LONGS; i++) {
                        out[block + i] |= bit(word, i);
                    }
                }
            }
            return out;
        }
    }

    private static int block(long word, int blocks) {
        return (int) (((word >>> 32) * blocks) >>> 32);
    }

    /** One bit in each of the block's eight numbers. */
    private static long bit(long word, int i) {
        return 1L << (((int) word * SALTS[i]) >>> 26);
    }

    /** Writes the filters of all chunks of a part. */
    static void write(Path file, List<long[]> filters) throws IOException {
        int longs = filters.stream().mapToInt(f -> f.length).sum();
        ByteBuffer out = ByteBuffer.allocate(8 + filters.size() * 4 + longs * 8);
        out.putInt(MAGIC).putInt(filters.size());
        filters.forEach(f -> out.putInt(f.length / LONGS));
        filters.forEach(f -> Arrays.stream(f).forEach(out::putLong));
        out.flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (out.hasRemaining()) {
                channel.write(out);
            }
            channel.force(true);
        }
    }

    /**
     * The chunks that may hold all of the words.
     *
     * @throws IOException when the file is not there, or is damaged: then every chunk may
     */
    static Chunks chunks(Path file, long[] words) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer head = at(channel, 0, 8);
            int chunks = head.getInt(0) == MAGIC ? head.getInt(4) : -1;
            if (chunks < 0 || chunks > MOST_CHUNKS) {
                throw new IOException(file + " is damaged");
            }
            ByteBuffer sizes = at(channel, 8, chunks * 4);
            long offset = 8L + chunks * 4L;
            List<Integer> out = new java.util.ArrayList<>();
            for (int chunk = 0; chunk < chunks; chunk++) {
                int blocks = sizes.getInt(chunk * 4);
                if (blocks < 1) {
                    throw new IOException(file + " is damaged");
                }
                if (holds(channel, offset, blocks, words)) {
                    out.add(chunk);
                }
                offset += (long) blocks * BYTES;
            }
            return new Chunks(chunks, out);
        }
    }

    private static boolean holds(FileChannel channel, long offset, int blocks, long[] words) throws IOException {
        for (long word : words) {
            long value = word == 0 ? 1 : word;
            ByteBuffer block = at(channel, offset + (long) block(value, blocks) * BYTES, BYTES);
            for (int i = 0; i < LONGS; i++) {
                if ((block.getLong(i * 8) & bit(value, i)) == 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static ByteBuffer at(FileChannel channel, long offset, int bytes) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(bytes);
        while (out.hasRemaining()) {
            if (channel.read(out, offset + out.position()) < 0) {
                throw new IOException("the filter ends too soon");
            }
        }
        return out.flip();
    }
}

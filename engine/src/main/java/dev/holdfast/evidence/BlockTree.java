package dev.holdfast.evidence;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One hash over all blocks of a disk, from the SHA-256 of each: a Merkle tree, so that a single block can be proven to
 * belong to it. A leaf is SHA-256 of the byte 0, the block's index (eight bytes, big-endian) and the block's SHA-256; a knot
 * is SHA-256 of the byte 1 and its two parts; an odd one at the end of a row goes up as it is. Blocks in order of index.
 */
public final class BlockTree {
    private final List<byte[]> leaves = new ArrayList<>();

    /**
     * Adds the next block.
     *
     * @param index its place on the disk
     * @param sha256 32 bytes
     */
    public void add(long index, byte[] sha256) {
        leaves.add(hash(
                ByteBuffer.allocate(41).put((byte) 0).putLong(index).put(sha256).array()));
    }

    /** The hash over all, lower-case hex; that of nothing for a disk without blocks. */
    public String root() {
        List<byte[]> row = List.copyOf(leaves);
        while (row.size() > 1) {
            List<byte[]> above = new ArrayList<>();
            for (int i = 0; i + 1 < row.size(); i += 2) {
                above.add(hash(ByteBuffer.allocate(65)
                        .put((byte) 1)
                        .put(row.get(i))
                        .put(row.get(i + 1))
                        .array()));
            }
            if (row.size() % 2 == 1) {
                above.add(row.getLast());
            }
            row = above;
        }
        return HexFormat.of().formatHex(row.isEmpty() ? hash(new byte[0]) : row.getFirst());
    }

    /** SHA-256. */
    public static byte[] hash(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

package dev.holdfast.aws;

import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;

/** Reads what lies on the disk of a snapshot, block by block. Safe for many threads. */
@FunctionalInterface
public interface BlockReader {
    /**
     * A block as AWS gave it.
     *
     * @param data its bytes
     * @param checksum what AWS says that its SHA-256 is, Base64; empty when it says nothing
     */
    record Block(byte[] data, String checksum) {}

    /**
     * Reads a block whole.
     *
     * @param index place of the block in the snapshot
     * @param token from the snapshot's list of blocks
     * @throws AwsFailure when it cannot be read
     */
    Block read(Scope scope, String snapshot, long index, String token);
}

package dev.holdfast.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A fast digest of bytes, to look up what is compared or only counted afterwards: whoever wants to can write other bytes with
 * the same one.
 *
 * @param value the digest
 */
public record ByteHash(long value) {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST = 0x9e3779b97f4a7c15L;
    private static final long SECOND = 0xc2b2ae3d27d4eb4fL;

    /** The digest of the bytes between two places. */
    public static ByteHash of(byte[] bytes, int from, int to) {
        long a = (long) to - from;
        long b = SECOND;
        int at = from;
        // Two at a time, since one multiplication has to wait for the one before.
        while (at + 16 <= to) {
            a = (a ^ (long) EIGHT.get(bytes, at)) * FIRST;
            b = (b ^ (long) EIGHT.get(bytes, at + 8)) * SECOND;
            a ^= a >>> 29;
            b ^= b >>> 32;
            at += 16;
        }
        long rest = 0;
        while (at < to) {
            rest = rest << 8 ^ rest >>> 56 ^ (bytes[at++] & 0xff);
        }
        return new ByteHash(mixed(mixed(a ^ rest) + b));
    }

    /** Lets every bit change all others. */
    public static long mixed(long value) {
        long v = (value ^ (value >>> 32)) * SECOND;
        v = (v ^ (v >>> 29)) * FIRST;
        return v ^ (v >>> 32);
    }
}

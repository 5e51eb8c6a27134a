package dev.holdfast.detect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at several bytes of JSON at once. */
final class EightBytes {
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final long ONES = 0x0101010101010101L;
    static final long HIGHS = 0x8080808080808080L;
    static final long QUOTES = ONES * '"';
    static final long SLASHES = ONES * '\\';
    static final long BLANKS = ONES * ' ';

    private EightBytes() {}

    /** Four bytes as a number, the first of them lowest. */
    static int four(byte[] bytes, int at) {
        return (int) FOUR.get(bytes, at);
    }

    static long at(byte[] bytes, int at) {
        return (long) EIGHT.get(bytes, at);
    }

    /** The first of eight bytes whose highest bit is set, in a way that the first compiler too makes a few instructions of. */
    static int first(long marks) {
        long below = ((marks & -marks) - 1) & ONES;
        return (int) ((below * ONES) >>> 56) - 1;
    }
}

package dev.holdfast.aws;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets calls through one after the other, the next not before the last was answered, and so many a second at most. AWS
 * Organizations takes few calls at once for a whole organization, and several sessions may share this.
 */
public final class SingleFile {
    private static final double NANOS = 1e9;

    private final ReentrantLock turn = new ReentrantLock(true);
    private final LongSupplier nanos;
    private final long gap;
    private long earliest;

    /**
     * @param perSecond how many calls may begin each second; may be below one
     * @param nanos a steady clock
     */
    public SingleFile(double perSecond, LongSupplier nanos) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("calls a second must be more than nothing: " + perSecond);
        }
        this.nanos = nanos;
        this.gap = (long) (NANOS / perSecond);
        this.earliest = nanos.getAsLong();
    }

    /** Makes the call when its turn has come. */
    <T> T pass(Supplier<T> call) {
        turn.lock();
        try {
            long left = earliest - nanos.getAsLong();
            while (left > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(left);
                left = earliest - nanos.getAsLong();
            }
            earliest = nanos.getAsLong() + gap;
            return call.get();
        } finally {
            turn.unlock();
        }
    }
}

package dev.holdfast.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Waiting in one place: before a call by its lane's token bucket, after a failed one by back-off. */
final class Pace {
    private final double callsPerSecond;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final Map<String, TokenBucket> lanes = new ConcurrentHashMap<>();

    /**
     * @param callsPerSecond the rate each lane begins with
     * @param nanos a steady clock
     * @param random source of jitter
     */
    Pace(double callsPerSecond, LongSupplier nanos, RandomGenerator random) {
        this.callsPerSecond = callsPerSecond;
        this.nanos = nanos;
        this.random = random;
    }

    void before(String lane) {
        long wait = bucket(lane).take(nanos.getAsLong());
        sleep(wait);
    }

    void answered(String lane) {
        bucket(lane).answered();
    }

    void throttled(String lane) {
        bucket(lane).throttled();
    }

    void pause(int attempt) {
        sleep(Backoff.pause(attempt, random).toNanos());
    }

    private TokenBucket bucket(String lane) {
        return lanes.computeIfAbsent(lane, k -> new TokenBucket(callsPerSecond, nanos.getAsLong()));
    }

    private void sleep(long forNanos) {
        long until = nanos.getAsLong() + forNanos;
        long left = forNanos;
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = until - nanos.getAsLong();
        }
    }
}

package dev.holdfast.aws;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Waiting in one place: before a call by its lane's token bucket, after a failed one by back-off. */
final class Pace {
    private static final int MANY_LANES = 4_096;

    private final double callsPerSecond;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final Map<String, TokenBucket> lanes = new ConcurrentHashMap<>();
    /** With how many lanes those are forgotten that tell no more than a new one. */
    private final int many;

    private volatile int sweptAt;

    /**
     * @param callsPerSecond the rate each lane begins with
     * @param nanos a steady clock
     * @param random source of jitter
     */
    Pace(double callsPerSecond, LongSupplier nanos, RandomGenerator random) {
        this(callsPerSecond, nanos, random, MANY_LANES);
    }

    Pace(double callsPerSecond, LongSupplier nanos, RandomGenerator random, int many) {
        this.many = many;
        this.sweptAt = many;
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

    int lanes() {
        return lanes.size();
    }

    double rate(String lane) {
        return bucket(lane).rate();
    }

    private TokenBucket bucket(String lane) {
        if (lanes.size() >= sweptAt) {
            sweep();
        }
        return lanes.computeIfAbsent(lane, k -> new TokenBucket(callsPerSecond, nanos.getAsLong()));
    }

    /** A large organization has a lane for each account, region and service, and is done with most of them at once. */
    private synchronized void sweep() {
        if (lanes.size() >= sweptAt) {
            long now = nanos.getAsLong();
            lanes.values().removeIf(bucket -> bucket.likeNew(now));
            // Where most are in use, not every new one is a reason to look at all of them again.
            sweptAt = Math.max(many, 2 * lanes.size());
        }
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

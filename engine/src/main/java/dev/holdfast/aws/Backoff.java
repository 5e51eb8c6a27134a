package dev.holdfast.aws;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: a random time between nothing and a limit that doubles. Source: AWS
 * Architecture Blog, "Exponential Backoff And Jitter".
 */
final class Backoff {
    private static final long BASE_MILLIS = 50;
    private static final long CAP_MILLIS = 8_000;

    private Backoff() {}

    /**
     * @param attempt tries made so far, from 1
     * @param random source of the jitter
     */
    static Duration pause(int attempt, RandomGenerator random) {
        long limit = Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(attempt, 16));
        return Duration.ofMillis(random.nextLong(limit + 1));
    }
}

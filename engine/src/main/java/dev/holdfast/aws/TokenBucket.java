package dev.holdfast.aws;

/**
 * Spaces calls so that one service in one account and region is not asked faster than it answers: each throttling
 * answer lowers the rate, each good one raises it a little. Pure arithmetic on times that the caller gives, so that it
 * can be tested without waiting.
 */
final class TokenBucket {
    private static final double SLOWEST = 2;
    private static final double BURST_SECONDS = 2;

    private final double first;
    private final double fastest;
    private double rate;
    private double tokens;
    private long lastNanos;

    /**
     * @param callsPerSecond rate to begin with
     * @param nowNanos the time, in nanoseconds of any steady clock
     */
    TokenBucket(double callsPerSecond, long nowNanos) {
        this.first = callsPerSecond;
        this.fastest = callsPerSecond * 4;
        this.rate = callsPerSecond;
        this.tokens = callsPerSecond * BURST_SECONDS;
        this.lastNanos = nowNanos;
    }

    /** Takes a token and returns how many nanoseconds the caller must wait before it calls. */
    synchronized long take(long nowNanos) {
        double elapsed = Math.max(0, nowNanos - lastNanos) / 1e9;
        tokens = Math.min(rate * BURST_SECONDS, tokens + elapsed * rate);
        lastNanos = Math.max(lastNanos, nowNanos);
        tokens -= 1;
        return tokens >= 0 ? 0 : (long) (-tokens / rate * 1e9);
    }

    synchronized void throttled() {
        rate = Math.max(SLOWEST, rate * 0.8);
    }

    synchronized void answered() {
        rate = Math.min(fastest, rate + 0.1);
    }

    /** True when it lets no less through than a new one would, so that nothing is lost with it but a rate that grew. */
    synchronized boolean likeNew(long nowNanos) {
        double elapsed = Math.max(0, nowNanos - lastNanos) / 1e9;
        return rate >= first && tokens + elapsed * rate >= first * BURST_SECONDS;
    }

    synchronized double rate() {
        return rate;
    }
}

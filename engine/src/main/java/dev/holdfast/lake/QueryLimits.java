package dev.holdfast.lake;

import java.time.Duration;

/**
 * What one query may use.
 *
 * @param time longest a query may run
 * @param rows most rows it may return
 * @param memoryMegabytes most memory the whole snapshot may use
 * @param threads most threads a query may use
 */
public record QueryLimits(Duration time, long rows, int memoryMegabytes, int threads) {
    /** Limits for checks and for people at a terminal. */
    public static final QueryLimits USUAL = new QueryLimits(Duration.ofSeconds(60), 5_000_000, 1024, 2);

    /** The same with another time limit. */
    public QueryLimits within(Duration longest) {
        return new QueryLimits(longest, rows, memoryMegabytes, threads);
    }

    /** The same with another number of threads. */
    public QueryLimits onThreads(int most) {
        return new QueryLimits(time, rows, memoryMegabytes, most);
    }

    /** The same with another limit of rows. */
    public QueryLimits atMost(long most) {
        return new QueryLimits(time, most, memoryMegabytes, threads);
    }
}

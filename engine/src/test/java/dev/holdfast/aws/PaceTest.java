package dev.holdfast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
    @Test
    void aBucketLetsABurstThroughAndThenSpacesCalls() {
        TokenBucket bucket = new TokenBucket(10, 0);
        for (int i = 0; i < 20; i++) {
            assertThat(bucket.take(0)).isZero();
        }
        assertThat(bucket.take(0)).isEqualTo(100_000_000);
        assertThat(bucket.take(0)).isEqualTo(200_000_000);
        assertThat(bucket.take(1_000_000_000)).isZero();
    }

    @Test
    void throttlingSlowsAndAnswersQuicken() {
        TokenBucket bucket = new TokenBucket(10, 0);
        for (int i = 0; i < 100; i++) {
            bucket.throttled();
        }
        assertThat(bucket.rate()).isEqualTo(2);
        for (int i = 0; i < 10_000; i++) {
            bucket.answered();
        }
        assertThat(bucket.rate()).isEqualTo(40);
    }

    @Test
    void aClockThatJumpsBackGivesNoTokens() {
        TokenBucket bucket = new TokenBucket(1, 1_000_000_000);
        bucket.take(1_000_000_000);
        bucket.take(1_000_000_000);
        assertThat(bucket.take(0)).isEqualTo(1_000_000_000);
    }

    @Test
    void lanesThatTellNoMoreThanANewOneAreForgottenAndSlowedOnesKept() {
        AtomicLong now = new AtomicLong();
        Pace pace = new Pace(10, now::get, new Random(7), 100);
        pace.throttled("slowed");
        pace.before("slowed");
        for (int i = 0; i < 10_000; i++) {
            pace.before("lane " + i);
            pace.answered("lane " + i);
            now.addAndGet(10_000_000);
            assertThat(pace.lanes()).isLessThanOrEqualTo(100);
        }
        assertThat(pace.rate("slowed")).isEqualTo(8);
    }

    @Test
    void lanesInUseAreKeptHoweverMany() {
        Pace pace = new Pace(10, () -> 0, new Random(7), 100);
        for (int i = 0; i < 1_000; i++) {
            pace.before("lane " + i);
        }
        assertThat(pace.lanes()).isEqualTo(1_000);
    }

    @Test
    void backOffIsJitteredAndBounded() {
        Random random = new Random(7);
        long longest = 0;
        for (int i = 0; i < 2_000; i++) {
            assertThat(Backoff.pause(1, random).toMillis()).isBetween(0L, 100L);
            longest = Math.max(longest, Backoff.pause(40, random).toMillis());
        }
        assertThat(longest).isBetween(7_000L, 8_000L);
    }
}

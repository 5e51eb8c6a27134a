package dev.holdfast.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleFileTest {
    @Test
    void callsComeOneAfterTheOtherAndNoFasterThanAllowed() {
        SingleFile file = new SingleFile(50, System::nanoTime);
        AtomicInteger within = new AtomicInteger();
        List<Long> begun = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                pool.submit(() -> file.pass(() -> {
                    begun.add(System.nanoTime());
                    assertThat(within.incrementAndGet()).isEqualTo(1);
                    Thread.onSpinWait();
                    return within.decrementAndGet();
                }));
            }
        }
        assertThat(begun).hasSize(8);
        for (int i = 1; i < begun.size(); i++) {
            assertThat(begun.get(i) - begun.get(i - 1)).isGreaterThanOrEqualTo(19_000_000L);
        }
        assertThat(within).hasValue(0);
    }
}

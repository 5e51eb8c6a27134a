package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownIdsTest {
    @Test
    void eachIdIsNewOnceWhileTheNewerHalfIsRemembered() {
        for (int max : new int[] {1, 2, 7, 1_000, 5_000, 100_000}) {
            KnownIds known = new KnownIds(max);
            Random random = new Random(max);
            int last = 0;
            for (int i = 0; i < 3 * max + 10; i++) {
                assertThat(known.add("a", "id-" + i)).as("id %d of %d", i, max).isTrue();
                last = i;
                int old = i - random.nextInt(Math.max(1, Math.min(i + 1, max / 2)));
                assertThat(known.add("a", "id-" + old))
                        .as("id %d after %d of %d", old, i, max)
                        .isFalse();
            }
            assertThat(known.add("b", "id-" + last)).isTrue();
        }
    }

    @Test
    void theOldestAreForgotten() {
        KnownIds known = new KnownIds(100);
        Set<Integer> again = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            known.add("a", "id-" + i);
        }
        for (int i = 0; i < 1_000; i++) {
            if (!known.add("a", "id-" + i)) {
                again.add(i);
            }
        }
        assertThat(again).isEmpty();
    }
}

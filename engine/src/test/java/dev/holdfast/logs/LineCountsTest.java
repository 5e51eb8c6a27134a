package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LineCountsTest {
    @Test
    void equal_lines_are_counted_within_a_file() {
        LineCounts counts = new LineCounts(1_000_000);
        for (int time = 1; time <= 3; time++) {
            for (long line = 0; line < 5_000; line++) {
                assertThat(counts.add(line << 40 | line % 7)).isEqualTo(time);
            }
        }
        counts.begin();
        assertThat(counts.add(0)).isEqualTo(1);
    }

    @Test
    void what_is_remembered_is_bounded() {
        LineCounts counts = new LineCounts(100);
        for (long line = 0; line < 150; line++) {
            counts.add(line);
        }
        assertThat(counts.add(0)).isEqualTo(1);
        assertThat(counts.add(149)).isEqualTo(2);
    }
}

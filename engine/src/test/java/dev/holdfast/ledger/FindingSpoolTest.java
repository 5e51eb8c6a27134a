package dev.holdfast.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingSpoolTest {
    @TempDir
    Path folder;

    static Finding finding(int number, int size) {
        return new Finding(
                Finding.Kind.DETECTION,
                "rule " + number,
                "Títle",
                NistFunction.DETECT,
                Severity.HIGH,
                Outcome.FAIL,
                "bucket",
                "111111111111",
                "eu-west-1",
                "é".repeat(size),
                Map.of(),
                "",
                null,
                null);
    }

    @Test
    void findingsComeBackWhereverTheyLie() throws IOException {
        try (FindingSpool spool = new FindingSpool(folder)) {
            List<Long> places = new ArrayList<>();
            for (int number = 0; number < 4_000; number++) {
                places.add(spool.put(finding(number, number == 2_000 ? 2 << 20 : number)));
                assertThat(spool.inHeap()).isLessThanOrEqualTo(5 << 20);
                if (number % 7 == 0) {
                    assertThat(spool.get(places.getLast()))
                            .isEqualTo(finding(number, number == 2_000 ? 2 << 20 : number));
                }
            }
            assertThat(spool.inHeap()).as("what waits to be written").isLessThanOrEqualTo(1 << 20);
            for (int number = 0; number < 4_000; number += 100) {
                assertThat(spool.get(places.get(number)))
                        .isEqualTo(finding(number, number == 2_000 ? 2 << 20 : number));
            }
        }
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFewNeedNoFile() throws IOException {
        try (FindingSpool spool = new FindingSpool(folder.resolve("none"))) {
            assertThat(spool.get(spool.put(finding(1, 10)))).isEqualTo(finding(1, 10));
            assertThat(folder.resolve("none")).doesNotExist();
        }
    }
}

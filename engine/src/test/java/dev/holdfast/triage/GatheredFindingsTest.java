package dev.holdfast.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.model.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GatheredFindingsTest {
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    private static Finding seen(String rule, String actor, long second) {
        Instant at = START.plusSeconds(second);
        String id = rule + actor + second;
        Sighting sighting = new Sighting(
                at,
                at,
                actor,
                "",
                "203.0.113." + second % 200,
                "aws/cloudtrail",
                rule,
                List.of(id),
                1,
                List.of(),
                null,
                null);
        return new Finding(
                Finding.Kind.DETECTION,
                rule,
                "Title",
                NistFunction.DETECT,
                Severity.HIGH,
                Outcome.FAIL,
                "bucket",
                "111111111111",
                "eu-west-1",
                "because of " + second,
                Map.of(),
                "",
                null,
                sighting);
    }

    @Test
    void theQueueIsTheSameAndABurstTakesTheRoomOfAHundred() {
        List<Finding> all = new ArrayList<>();
        for (int second = 0; second < 5_000; second++) {
            all.add(seen("burst", "ann", second));
            if (second % 100 == 0) {
                all.add(seen("rare", "bob", second));
                all.add(seen("rare", "cid", second * 40L));
            }
        }
        Random random = new Random(3);
        for (int round = 0; round < 4; round++) {
            GatheredFindings gathered = new GatheredFindings(Holding.IN_HEAP);
            all.forEach(gathered::add);
            List<Finding> held = gathered.drain();
            assertThat(held).hasSizeLessThan(200 + 1 + 4 * 50);
            assertThat(Triage.queue(held, Triage.Context.EMPTY, START))
                    .isEqualTo(Triage.queue(all, Triage.Context.EMPTY, START));
            Collections.shuffle(all, random);
        }
    }
}

package dev.holdfast.triage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.Case;
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
import java.util.Set;
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

    /** Also where findings of this run and of known cases say the same, in a case that is open or closed, or silenced. */
    @Test
    void aQueueOfOutlinesIsTheQueueAndHoldsNoMoreThanItNames() {
        Random random = new Random(5);
        for (int round = 0; round < 20; round++) {
            List<Case> known = new ArrayList<>();
            for (ScoredCase scored :
                    Triage.queue(some(random, 60), Triage.Context.EMPTY, START).cases()) {
                known.add(with(
                        scored.value(),
                        scored.value().findings(),
                        known.size() % 3 == 1 ? Case.State.CLOSED : Case.State.ASSIGNED));
            }
            List<Suppression> silent = List.of(
                    new Suppression("s", "rule1", null, "actor2", null, "ann", "known", START.plusSeconds(1_000_000)));
            List<Finding> found = some(random, 2_000);
            Triage.Queue wanted =
                    Triage.queue(found, new Triage.Context(List.of(), known, Set.of("rule2|actor1"), silent), START);

            List<Finding> shelf = new ArrayList<>();
            Outlines outlines = new Outlines(
                    f -> {
                        shelf.add(f);
                        return shelf.size() - 1;
                    },
                    place -> shelf.get((int) place));
            GatheredFindings gathered = new GatheredFindings(outlines);
            found.forEach(gathered::add);
            List<Case> outlined = known.stream()
                    .map(c -> with(c, c.findings().stream().map(outlines::hold).toList(), c.state()))
                    .toList();
            Triage.Queue queue = Triage.queue(
                    gathered.drain(),
                    new Triage.Context(List.of(), outlined, Set.of("rule2|actor1"), silent),
                    START,
                    outlines);

            assertThat(queue.cases())
                    .isNotEmpty()
                    .allSatisfy(c -> assertThat(c.value().findings())
                            .allSatisfy(f -> assertThat(f.reason()).isEmpty())
                            .allSatisfy(f ->
                                    assertThat(Deduplication.seen(f).eventIds()).isEmpty()));
            assertThat(queue.suppressed()).isNotEmpty();
            assertThat(whole(queue, outlines)).isEqualTo(wanted);
            long named = outlined.stream().mapToLong(c -> c.findings().size()).sum()
                    + queue.fresh().size()
                    + queue.suppressed().size()
                    + known.size() * 200L;
            assertThat((long) outlines.size()).isLessThan(named);
        }
    }

    private static List<Finding> some(Random random, int many) {
        List<Finding> out = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            out.add(seen("rule" + random.nextInt(4), "actor" + random.nextInt(3), random.nextInt(300_000)));
        }
        return out;
    }

    private static Triage.Queue whole(Triage.Queue held, Outlines outlines) {
        return new Triage.Queue(
                held.cases().stream()
                        .map(c -> new ScoredCase(
                                with(
                                        c.value(),
                                        c.value().findings().stream()
                                                .map(outlines::whole)
                                                .toList(),
                                        c.value().state()),
                                c.score()))
                        .toList(),
                held.suppressed().stream().map(outlines::whole).toList(),
                held.by(),
                held.fresh(),
                held.expired());
    }

    private static Case with(Case of, List<Finding> findings, Case.State state) {
        return new Case(
                of.id(),
                of.key(),
                of.title(),
                of.severity(),
                of.score(),
                of.account(),
                of.actor(),
                of.accessKey(),
                findings,
                of.firstEvent(),
                of.lastEvent(),
                state,
                of.respond());
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

package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Sighting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelatorTest {
    private static Detector detector(String type, String condition, CorrelationState state) {
        return new Detector(Rules.compile("""
            title: base
            name: base
            logsource: {product: aws, service: cloudtrail}
            detection:
              s: {n: x}
              condition: s
            ---
            title: burst
            correlation:
              type: %s
              rules: [base]
              group-by: [user]
              timespan: 10s
              condition: {%s}
            """.formatted(type, condition)), List.of(), state);
    }

    private static Event event(int id, long second, String user, String value) {
        return Rules.event("e" + id, second, "{\"n\":\"x\",\"user\":\"" + user + "\",\"v\":\"" + value + "\"}");
    }

    private static List<Finding> run(Detector detector, List<Event> events) {
        List<Finding> out = new ArrayList<>();
        events.forEach(event -> out.addAll(detector.accept(event)));
        return out;
    }

    @Test
    void a_burst_is_found_once_with_its_events() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(event(i, i, "ann", "v"));
        }
        List<Finding> found = run(detector("event_count", "gte: 3", new BoundedCorrelationState()), events);
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("rule");
            Sighting seen = Objects.requireNonNull(finding.sighting());
            assertThat(seen.eventIds()).containsExactly("e0", "e1", "e2");
            assertThat(seen.firstTime().getEpochSecond()).isZero();
            assertThat(seen.time().getEpochSecond()).isEqualTo(2);
        });
    }

    @Test
    void a_later_burst_is_found_again() {
        List<Event> events =
                List.of(event(1, 0, "a", ""), event(2, 1, "a", ""), event(3, 100, "a", ""), event(4, 101, "a", ""));
        assertThat(run(detector("event_count", "gte: 2", new BoundedCorrelationState()), events))
                .hasSize(2);
    }

    @Test
    void the_order_of_delivery_does_not_matter() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                events.add(event(i, i * 3L, "a", "v" + i));
                events.add(event(10 + i, 50 + i * 4L, "a", "v" + i));
            }
            Collections.shuffle(events, random);
            assertThat(run(detector("event_count", "gte: 4", new BoundedCorrelationState()), events))
                    .as("%s", events)
                    .hasSize(1);
            assertThat(run(detector("value_count", "field: v, gte: 4", new BoundedCorrelationState()), events))
                    .hasSize(1);
        }
    }

    @Test
    void the_window_slides_and_includes_its_ends() {
        List<Event> at = List.of(event(1, 5, "a", ""), event(2, 15, "a", ""));
        List<Event> beyond = List.of(event(1, 5, "a", ""), event(2, 16, "a", ""));
        assertThat(run(detector("event_count", "gte: 2", new BoundedCorrelationState()), at))
                .hasSize(1);
        assertThat(run(detector("event_count", "gte: 2", new BoundedCorrelationState()), beyond))
                .isEmpty();
    }

    @Test
    void an_event_delivered_twice_counts_once() {
        List<Event> events = List.of(event(1, 0, "a", ""), event(1, 0, "a", ""), event(2, 1, "a", ""));
        assertThat(run(detector("event_count", "gte: 3", new BoundedCorrelationState()), events))
                .isEmpty();
    }

    @Test
    void groups_and_values_are_counted_apart() {
        List<Event> users = List.of(event(1, 0, "a", "1"), event(2, 0, "b", "2"), event(3, 0, "c", "3"));
        assertThat(run(detector("event_count", "gte: 2", new BoundedCorrelationState()), users))
                .isEmpty();
        List<Event> same = List.of(event(1, 0, "a", "1"), event(2, 0, "a", "1"), event(3, 0, "a", "2"));
        assertThat(run(detector("value_count", "field: v, gte: 3", new BoundedCorrelationState()), same))
                .isEmpty();
        assertThat(run(detector("value_count", "field: v, gte: 2", new BoundedCorrelationState()), same))
                .hasSize(1);
    }

    @Test
    void an_event_without_the_group_is_not_counted() {
        List<Event> events = List.of(Rules.event("1", 0, "{\"n\":\"x\"}"), Rules.event("2", 0, "{\"n\":\"x\"}"));
        assertThat(run(detector("event_count", "gte: 2", new BoundedCorrelationState()), events))
                .isEmpty();
    }

    @Test
    void state_stays_within_its_bound_and_says_what_it_forgot() {
        BoundedCorrelationState state = new BoundedCorrelationState(100);
        Detector detector = detector("event_count", "gte: 2", state);
        for (int i = 0; i < 1_000; i++) {
            detector.accept(event(i, i, "user" + i, ""));
        }
        assertThat(state.evicted()).isEqualTo(900);
        assertThat(detector.accept(event(2_000, 999, "user999", ""))).hasSize(1);
        assertThat(detector.accept(event(2_001, 1, "user1", ""))).isEmpty();
    }

    private static final String MANY = """
            title: failed
            name: failed
            logsource: {product: aws, service: cloudtrail}
            detection:
              s: {n: no}
              condition: s
            ---
            title: many failed
            name: many
            correlation:
              type: event_count
              rules: [failed]
              group-by: [user]
              timespan: 60s
              condition: {gte: 3}
            ---
            """;

    /** Failures, then a success: a chain over a burst of the first. */
    private static Detector chain(String type) {
        return new Detector(Rules.compile(MANY + """
            title: succeeded
            name: succeeded
            logsource: {product: aws, service: cloudtrail}
            detection:
              s: {n: yes}
              condition: s
            ---
            title: guessed
            correlation:
              type: %s
              rules: [many, succeeded]
              group-by: [user]
              timespan: 60s
            """.formatted(type)), List.of(), new BoundedCorrelationState());
    }

    private static Event answered(int id, long second, String answer) {
        return Rules.event("e" + id, second, "{\"n\":\"" + answer + "\",\"user\":\"ann\"}");
    }

    private static List<Event> failures(int count) {
        List<Event> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            out.add(answered(i, i * 5L, "no"));
        }
        return out;
    }

    @Test
    void a_chain_sees_that_a_burst_goes_on() {
        for (String type : List.of("temporal", "temporal_ordered")) {
            List<Event> events = failures(200);
            events.add(answered(1000, 1005, "yes"));
            assertThat(run(chain(type), events)).as(type).hasSize(1);
            Detector late = chain(type);
            List<Event> tooLate = failures(200);
            tooLate.add(answered(1000, 1100, "yes"));
            assertThat(run(late, tooLate)).as(type).isEmpty();
        }
    }

    @Test
    void a_chain_that_counts_bursts_counts_each_once() {
        Detector twice = new Detector(Rules.compile(MANY + """
            title: two bursts
            correlation:
              type: event_count
              rules: [many]
              group-by: [user]
              timespan: 1d
              condition: {gte: 2}
            """), List.of(), new BoundedCorrelationState());
        assertThat(run(twice, failures(200))).isEmpty();
        List<Event> second = List.of(answered(500, 5000, "no"), answered(501, 5001, "no"), answered(502, 5002, "no"));
        assertThat(run(twice, second)).hasSize(1);
    }

    /** The same as looking at every window each time, in whatever order events come. */
    @Test
    void what_was_said_before_need_not_be_counted_again() {
        Random random = new Random(3);
        int bursts = 0;
        for (int run = 0; run < 400; run++) {
            int least = 2 + random.nextInt(3);
            Detector detector = detector("value_count", "field: v, gte: " + least, new BoundedCorrelationState());
            List<Event> waiting = new ArrayList<>();
            long from = -1;
            long to = -1;
            for (int i = 0; i < 60; i++) {
                long second = Math.max(0, i / 2 - random.nextInt(random.nextInt(4) == 0 ? 6 : 1));
                Event event = event(i, second, "ann", "v" + random.nextInt(1 + random.nextInt(5)));
                List<Finding> found = detector.accept(event);
                if (from >= 0 && second >= from - 10 && second <= to + 10) {
                    from = Math.min(from, second);
                    to = Math.max(to, second);
                    assertThat(found).isEmpty();
                    continue;
                }
                waiting.add(event);
                boolean reached = false;
                for (long start = second - 10; start <= second; start++) {
                    long begin = start;
                    reached |= waiting.stream()
                                    .filter(e -> e.time().getEpochSecond() >= begin
                                            && e.time().getEpochSecond() <= begin + 10)
                                    .map(e -> e.raw().path("v").asText())
                                    .distinct()
                                    .count()
                            >= least;
                }
                assertThat(found).as("run %d, event %d", run, i).hasSize(reached ? 1 : 0);
                if (reached) {
                    Sighting seen = Objects.requireNonNull(found.get(0).sighting());
                    waiting.removeIf(e -> seen.eventIds().contains(e.id()));
                    from = seen.firstTime().getEpochSecond();
                    to = seen.time().getEpochSecond();
                    bursts++;
                }
            }
        }
        assertThat(bursts).isGreaterThan(300);
    }
}

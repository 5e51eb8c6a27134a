package dev.holdfast.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is needed comes first; circles come together. */
class OrderTest {
    private static final Comparator<String> NAME = Comparator.naturalOrder();

    @Test
    void whatIsNeededComesFirst() {
        assertThat(Order.of(
                        List.of("app", "db", "key", "net"),
                        Map.of("app", Set.of("db", "net"), "db", Set.of("key", "net", "elsewhere")),
                        NAME))
                .containsExactly(List.of("key"), List.of("net"), List.of("db"), List.of("app"));
    }

    @Test
    void circlesComeTogether() {
        assertThat(Order.of(
                        List.of("a", "b", "c", "d"),
                        Map.of("a", Set.of("b"), "b", Set.of("a", "d"), "c", Set.of("a")),
                        NAME))
                .containsExactly(List.of("d"), List.of("a", "b"), List.of("c"));
    }

    @Test
    void everyOrderOfSeededGraphsHolds() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int size = 2 + random.nextInt(30);
            Map<String, Set<String>> needs = new TreeMap<>();
            List<String> things = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                things.add("t" + i);
            }
            for (int i = 0; i < random.nextInt(2 * size); i++) {
                needs.computeIfAbsent(things.get(random.nextInt(size)), k -> new TreeSet<>())
                        .add(things.get(random.nextInt(size)));
            }
            List<List<String>> order = Order.of(things, needs, NAME);
            Set<String> done = new HashSet<>();
            for (List<String> group : order) {
                done.addAll(group);
                for (String thing : group) {
                    assertThat(done).as("seed %d, %s", seed, thing).containsAll(needs.getOrDefault(thing, Set.of()));
                    // A group is a circle: each of it leads to all of it.
                    if (group.size() > 1) {
                        Set<String> reached = Order.closure(Set.of(thing), needs);
                        reached.add(thing);
                        assertThat(reached).as("seed %d", seed).containsAll(group);
                    }
                }
            }
            assertThat(done).hasSize(size);
        }
    }
}

package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one source compiled into one: the places that any of them reads, and a {@link Branch} for the rules of each
 * log in it, which is made when the first record of that log comes. Safe for many threads, each with a {@link Matching} of
 * its own.
 */
final class Matcher {
    /** The rules of a branch before it is made. */
    private record Twigs(@Nullable EventTest when, List<Integer> rules, List<EventTest> bodies) {}

    final List<CompiledRule> rules;
    final PathTrie trie;
    final int slots;
    final int everything;
    /** Where the fields stand by which a record is taken to branches; what they hold tells which. */
    final int[][] signs;

    private final Map<FieldPath, Integer> places = new LinkedHashMap<>();
    private final List<Twigs> twigs;
    private final AtomicReferenceArray<Branch> branches;

    private Matcher(List<CompiledRule> rules, List<FieldPath> wanted) {
        this.rules = List.copyOf(rules);
        Map<Optional<EventTest>, Twigs> byLog = new LinkedHashMap<>();
        Map<Field, Boolean> fields = new LinkedHashMap<>();
        for (int rule = 0; rule < rules.size(); rule++) {
            for (CompiledRule.Way way : rules.get(rule).ways()) {
                Twigs log = byLog.computeIfAbsent(
                        Optional.ofNullable(way.when()),
                        w -> new Twigs(way.when(), new ArrayList<>(), new ArrayList<>()));
                log.rules().add(rule);
                log.bodies().add(way.body());
                Questions.fields(way.body(), field -> fields.put(field, true));
            }
        }
        twigs = List.copyOf(byLog.values());
        branches = new AtomicReferenceArray<>(twigs.size());
        Map<Field, Boolean> telling = new LinkedHashMap<>();
        for (Twigs log : twigs) {
            if (log.when() != null) {
                Questions.fields(log.when(), field -> telling.put(field, true));
            }
        }
        wanted.forEach(this::place);
        telling.keySet().forEach(field -> field.places().forEach(this::place));
        fields.keySet().forEach(field -> field.places().forEach(this::place));
        boolean all = fields.containsKey(Questions.EVERYTHING);
        everything = all ? places.size() : -1;
        slots = places.size() + (all ? 1 : 0);
        signs = telling.keySet().stream().map(this::slots).toArray(int[][]::new);
        trie = PathTrie.of(List.copyOf(places.keySet()));
    }

    /** Compiles. */
    static Matcher of(List<CompiledRule> rules) {
        return new Matcher(rules, List.of());
    }

    /**
     * Compiles, and takes some places besides.
     *
     * @param wanted places to be found at the slots 0, 1, …
     */
    static Matcher of(List<CompiledRule> rules, List<FieldPath> wanted) {
        return new Matcher(rules, wanted);
    }

    private void place(FieldPath path) {
        places.putIfAbsent(path, places.size());
    }

    private int[] slots(Field field) {
        return field.equals(Questions.EVERYTHING)
                ? new int[] {everything}
                : field.places().stream().mapToInt(places::get).toArray();
    }

    int branches() {
        return twigs.size();
    }

    /** The branches that a record belongs to. */
    int[] branchesOf(JsonNode record) {
        return IntStream.range(0, twigs.size())
                .filter(branch -> {
                    EventTest when = twigs.get(branch).when();
                    return when == null || when.test(record);
                })
                .toArray();
    }

    Branch branch(int number) {
        Branch known = branches.get(number);
        return known == null ? made(number) : known;
    }

    private synchronized Branch made(int number) {
        Branch known = branches.get(number);
        if (known == null) {
            Twigs log = twigs.get(number);
            int[] numbers = log.rules().stream().mapToInt(Integer::intValue).toArray();
            known = new Branch(number, numbers, log.bodies(), this::slots);
            branches.set(number, known);
        }
        return known;
    }
}

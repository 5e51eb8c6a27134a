package dev.holdfast.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The rules of one route compiled into one: the places that any of them reads, the questions that any of them asks, and
 * for each rule the questions without which it cannot hit. Without state; safe for many threads, each with a
 * {@link Matching} of its own.
 */
final class Matcher {
    final List<CompiledRule> rules;
    final List<Formula> formulas;
    final List<Questions.Question> questions;
    final PathTrie trie;
    final int slots;
    final int everything;
    final Field[] fields;
    final int[][] fieldSlots;
    final FieldIndex[] indexes;
    final int[][] opened;
    /** Fields with a question that some rule cannot hit without; the others are asked only when a rule comes to need them. */
    final int[] gateFields;

    final int[] always;

    /** A part of a record's bytes that somebody outside wants to know as text. */
    private Matcher(List<CompiledRule> rules, List<FieldPath> wanted) {
        this.rules = List.copyOf(rules);
        Questions asked = new Questions();
        formulas = rules.stream().map(rule -> asked.formula(rule.test())).toList();
        questions = List.copyOf(asked.all());
        fields = asked.fields().toArray(new Field[0]);
        indexes = asked.indexes().toArray(new FieldIndex[0]);
        Map<FieldPath, Integer> places = new LinkedHashMap<>();
        wanted.forEach(path -> places.putIfAbsent(path, places.size()));
        for (Field field : fields) {
            field.places().forEach(path -> places.putIfAbsent(path, places.size()));
        }
        boolean all = asked.fields().contains(Questions.EVERYTHING);
        everything = all ? places.size() : -1;
        slots = places.size() + (all ? 1 : 0);
        fieldSlots = new int[fields.length][];
        for (int i = 0; i < fields.length; i++) {
            fieldSlots[i] = fields[i].equals(Questions.EVERYTHING)
                    ? new int[] {everything}
                    : fields[i].places().stream().mapToInt(places::get).toArray();
        }
        trie = PathTrie.of(List.copyOf(places.keySet()));
        List<List<Integer>> gated = new ArrayList<>();
        questions.forEach(q -> gated.add(new ArrayList<>()));
        List<Integer> open = new ArrayList<>();
        Gates gates = new Gates(asked);
        for (int rule = 0; rule < formulas.size(); rule++) {
            Set<Integer> gate = gates.of(formulas.get(rule));
            if (gate == null) {
                open.add(rule);
            } else {
                for (int predicate : gate) {
                    gated.get(predicate).add(rule);
                }
            }
        }
        opened = gated.stream().map(Matcher::array).toArray(int[][]::new);
        always = array(open);
        boolean[] gating = new boolean[fields.length];
        for (int predicate = 0; predicate < opened.length; predicate++) {
            if (opened[predicate].length > 0) {
                gating[questions.get(predicate).field()] = true;
            }
        }
        gateFields = IntStream.range(0, fields.length).filter(f -> gating[f]).toArray();
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

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}

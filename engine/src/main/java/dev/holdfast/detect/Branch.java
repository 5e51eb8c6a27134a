package dev.holdfast.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Rules that are asked of the same records, compiled into one: the questions that any of them asks, and for each rule the
 * questions without which it cannot hit. Without state; safe for many threads, each with an {@link Asking} of its own.
 */
final class Branch {
    final int number;
    /** The rules' numbers in the whole matcher, one for each formula. */
    final int[] rules;

    final List<Formula> formulas;
    final List<Questions.Question> questions;
    final int[][] fieldSlots;
    final FieldIndex[] indexes;
    final int[][] opened;
    /** Fields with a question that some rule cannot hit without; the others are asked only when a rule comes to need them. */
    final int[] gateFields;

    final int[] always;
    /** The number of the field that is every single value; -1 when none is. */
    final int everything;

    /**
     * @param number of the branch
     * @param rules numbers of the rules
     * @param tests what they ask
     * @param slots where a field is found
     */
    Branch(int number, int[] rules, List<EventTest> tests, Function<Field, int[]> slots) {
        this.number = number;
        this.rules = rules;
        Questions asked = new Questions();
        formulas = tests.stream().map(asked::formula).toList();
        questions = List.copyOf(asked.all());
        fieldSlots = asked.fields().stream().map(slots).toArray(int[][]::new);
        indexes = asked.indexes().toArray(new FieldIndex[0]);
        everything = asked.fields().indexOf(Questions.EVERYTHING);
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
        opened = gated.stream().map(Branch::array).toArray(int[][]::new);
        always = array(open);
        boolean[] gating = new boolean[fieldSlots.length];
        for (int predicate = 0; predicate < opened.length; predicate++) {
            if (opened[predicate].length > 0) {
                gating[questions.get(predicate).field()] = true;
            }
        }
        gateFields = IntStream.range(0, gating.length).filter(f -> gating[f]).toArray();
    }

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}

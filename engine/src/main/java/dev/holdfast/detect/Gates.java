package dev.holdfast.detect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds for a rule the questions of which one must be answered with yes before the rule can hit, the rarest there are.
 * A rule is looked at only when one of its gates opened.
 */
final class Gates {
    private final Questions questions;

    Gates(Questions questions) {
        this.questions = questions;
    }

    private record Gate(Set<Integer> predicates, long weight) {}

    /** The questions; null when the rule may hit without any of the findable ones. */
    @Nullable
    Set<Integer> of(Formula formula) {
        Gate gate = gate(formula);
        return gate == null ? null : gate.predicates;
    }

    private @Nullable Gate gate(Formula formula) {
        return switch (formula) {
            case Formula.False no -> new Gate(Set.of(), 0);
            case Formula.Not not -> null;
            case Formula.Ask ask ->
                questions.all().get(ask.predicate()).indexed()
                        ? new Gate(Set.of(ask.predicate()), questions.weight(ask.predicate()))
                        : null;
            case Formula.And and -> {
                Gate best = null;
                for (Formula part : and.parts()) {
                    Gate gate = gate(part);
                    if (gate != null && (best == null || gate.weight < best.weight)) {
                        best = gate;
                    }
                }
                yield best;
            }
            case Formula.Or or -> {
                List<Gate> gates = new ArrayList<>();
                for (Formula part : or.parts()) {
                    Gate gate = gate(part);
                    if (gate == null) {
                        yield null;
                    }
                    gates.add(gate);
                }
                Set<Integer> all = new LinkedHashSet<>();
                gates.forEach(gate -> all.addAll(gate.predicates));
                yield new Gate(all, gates.stream().mapToLong(Gate::weight).sum());
            }
        };
    }
}

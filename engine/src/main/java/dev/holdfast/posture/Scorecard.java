package dev.holdfast.posture;

import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How well each function stands. Only passes and failures count, weighted by severity; what is unknown is shown apart,
 * since counting it either way would be a claim.
 *
 * @param functions one per function, in their order
 */
public record Scorecard(List<Score> functions) {
    /**
     * One function's numbers.
     *
     * @param function the function
     * @param percent share of weight that passes, rounded down so that 100 means all; empty when nothing was judged
     * @param byOutcome findings by outcome; outcomes without findings are absent
     */
    public record Score(NistFunction function, OptionalInt percent, Map<Outcome, Long> byOutcome) {
        /** Findings with that outcome. */
        public long count(Outcome outcome) {
            return byOutcome.getOrDefault(outcome, 0L);
        }
    }

    /** Counts findings. */
    public static Scorecard of(List<Finding> findings) {
        List<Score> out = new ArrayList<>();
        for (NistFunction function : NistFunction.values()) {
            Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
            long pass = 0;
            long fail = 0;
            for (Finding finding : findings) {
                if (finding.function() == function) {
                    counts.merge(finding.outcome(), 1L, Long::sum);
                    pass += finding.outcome() == Outcome.PASS
                            ? finding.severity().weight()
                            : 0;
                    fail += finding.outcome() == Outcome.FAIL
                            ? finding.severity().weight()
                            : 0;
                }
            }
            OptionalInt percent =
                    pass + fail == 0 ? OptionalInt.empty() : OptionalInt.of((int) (100 * pass / (pass + fail)));
            out.add(new Score(function, percent, counts));
        }
        return new Scorecard(List.copyOf(out));
    }
}

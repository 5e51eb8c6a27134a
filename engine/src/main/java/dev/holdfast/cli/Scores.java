package dev.holdfast.cli;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.report.FunctionScore;
import dev.holdfast.report.Scorecard;
import java.util.List;

/** The five functions' scores in the words of reports. */
final class Scores {
    private Scores() {}

    static Scorecard of(List<Finding> findings) {
        return new Scorecard(dev.holdfast.posture.Scorecard.of(findings).functions().stream()
                .map(s -> new FunctionScore(
                        s.function(),
                        s.count(Outcome.PASS),
                        s.count(Outcome.FAIL),
                        s.count(Outcome.UNKNOWN),
                        s.percent().isPresent() ? s.percent().getAsInt() : null))
                .toList());
    }
}

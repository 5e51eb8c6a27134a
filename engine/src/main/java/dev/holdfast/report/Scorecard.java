package dev.holdfast.report;

import dev.holdfast.model.NistFunction;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The five functions at one moment.
 *
 * @param functions one score for each function that was looked at
 */
public record Scorecard(List<FunctionScore> functions) {
    /** Copies its list. */
    public Scorecard {
        functions = List.copyOf(functions);
    }

    /** The score of a function; one without verdicts when the function was not looked at. */
    public FunctionScore of(NistFunction function) {
        return functions.stream()
                .filter(score -> score.function() == function)
                .findFirst()
                .orElseGet(() -> new FunctionScore(function, 0, 0, 0, null));
    }

    /** The mean of the functions that have a score, rounded down so that 100 means all; null when none has. */
    public @Nullable Integer overall() {
        List<Integer> scores = functions.stream()
                .map(FunctionScore::score)
                .filter(Objects::nonNull)
                .toList();
        return scores.isEmpty()
                ? null
                : scores.stream().mapToInt(Integer::intValue).sum() / scores.size();
    }

    /** How many verdicts lack a fact. */
    public long unknown() {
        return functions.stream().mapToLong(FunctionScore::unknown).sum();
    }
}

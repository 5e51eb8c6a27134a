package dev.holdfast.report;

import dev.holdfast.model.NistFunction;
import org.jspecify.annotations.Nullable;

/**
 * How one of the five functions stands.
 *
 * @param function which
 * @param pass verdicts that are as they should be
 * @param fail verdicts that are not
 * @param unknown verdicts that need a fact nobody could read; in no score
 * @param score 0 to 100: passes among passes and failures, weighted by severity; null when nothing could be judged
 */
public record FunctionScore(
        NistFunction function,
        long pass,
        long fail,
        long unknown,
        @Nullable Integer score) {
    /** @throws IllegalArgumentException when the score is not within 0 to 100 */
    public FunctionScore {
        if (score != null && (score < 0 || score > 100)) {
            throw new IllegalArgumentException("a score is 0 to 100, not " + score);
        }
    }
}

package dev.holdfast.report.terminal;

import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.report.FunctionScore;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.Scorecard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The five functions, each with a bar, its score now and, where there is one, the score before. */
public final class ScorecardView {
    private static final int BAR = 24;

    private final Style style;

    /** @param style how lines look */
    public ScorecardView(Style style) {
        this.style = style;
    }

    /**
     * @param before the scores before, null when there is nothing to compare with
     * @param now the scores now
     */
    public List<String> lines(@Nullable Scorecard before, Scorecard now) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("Scorecard"));
        for (NistFunction function : NistFunction.values()) {
            lines.add("  " + function(before == null ? null : before.of(function), now.of(function)));
        }
        Integer overall = now.overall();
        lines.add("");
        lines.add("  " + DisplayText.padRight("overall", 10)
                + (overall == null ? "not scored: nothing could be judged" : change(before, overall)));
        return lines;
    }

    private String change(@Nullable Scorecard before, int overall) {
        Integer earlier = before == null ? null : before.overall();
        String now = style.bold(overall + " of 100");
        return earlier == null ? now : earlier + " " + style.arrow() + " " + now;
    }

    private String function(@Nullable FunctionScore before, FunctionScore now) {
        String name = DisplayText.padRight(now.function().word(), 10);
        Integer score = now.score();
        if (score == null) {
            return name
                    + style.dim(
                            now.unknown() > 0
                                    ? "not scored: " + Phrases.number(now.unknown()) + " unknown, none judged"
                                    : "not scored: nothing to judge yet");
        }
        Integer earlier = before == null ? null : before.score();
        String from = earlier == null || earlier.equals(score)
                ? " ".repeat(4 + style.arrow().length())
                : DisplayText.padLeft("" + earlier, 3) + " " + style.arrow();
        String scores = from + " " + style.bold(DisplayText.padLeft("" + score, 3));
        String unknown = now.unknown() == 0
                ? ""
                : "  " + style.outcome(Outcome.UNKNOWN, "? " + Phrases.number(now.unknown()) + " unknown");
        return name + style.bar(score, BAR) + " " + scores + "  "
                + style.dim(Phrases.number(now.pass()) + " pass, " + Phrases.number(now.fail()) + " fail") + unknown;
    }
}

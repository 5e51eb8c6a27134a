package dev.holdfast.report.terminal;

import dev.holdfast.model.Outcome;
import dev.holdfast.report.DrillStory;
import dev.holdfast.report.Environment;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.RunStory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A restore that was practised: what was restored, how it was validated, and what is left. */
public final class DrillView {
    private static final Pattern ROUND = Pattern.compile("\\[(\\d{1,6})]");
    private static final int ROUNDS = 3;
    private final Style style;

    /** @param style how lines look */
    public DrillView(Style style) {
        this.style = style;
    }

    /** The drill in a few lines, its steps, and what it proves. */
    public List<String> lines(DrillStory drill) {
        List<String> lines = new ArrayList<>();
        Outcome outcome = switch (drill.outcome()) {
            case PASSED -> Outcome.PASS;
            case FAILED -> Outcome.FAIL;
            case SKIPPED -> Outcome.NOT_APPLICABLE;
        };
        String word = drill.outcome() == DrillStory.Outcome.SKIPPED
                ? "nothing to restore"
                : Phrases.outcome(outcome).equals("pass") ? "passed" : "failed";
        lines.add(style.bold("Restore drill " + drill.kind()) + "  "
                + style.outcome(outcome, style.outcomeShape(outcome) + " " + word)
                + style.dim("  " + style.safe(Phrases.resource(drill.resource()))));
        if (!drill.why().isEmpty()) {
            lines.add("  " + style.safe(drill.why()));
        }
        RunStory run = drill.run();
        if (run == null) {
            return lines;
        }
        steps(run, lines);
        if (drill.pointAge() != null) {
            lines.add("  " + Phrases.metric("rpoSeconds") + ": " + Phrases.duration(drill.pointAge()));
        }
        Long rto = run.metrics().get("rtoSeconds");
        if (run.environment() == Environment.AWS && rto != null) {
            lines.add("  " + Phrases.metric("rtoSeconds") + ": " + Phrases.duration(Duration.ofSeconds(rto)));
        } else {
            lines.add("  " + Phrases.metric("rtoSeconds") + ": not measured. "
                    + run.environment().sentence());
        }
        drill.residue().forEach(left -> lines.add("  left behind: " + style.safe(left)));
        if (drill.residue().isEmpty()) {
            lines.add("  "
                    + (drill.proven()
                            ? "Nothing was left behind: the place looks as it did before"
                            : "Nothing is known to be left behind; not everything could be looked at"));
        }
        lines.add("  " + style.dim("run " + run.id()));
        return lines;
    }

    /** Of a loop some rounds, and how many were like them: a bucket has more objects than anybody reads. */
    private void steps(RunStory run, List<String> lines) {
        String loop = "";
        int more = 0;
        for (RunStory.Step step : run.steps()) {
            Matcher round = ROUND.matcher(step.id());
            boolean in = round.find();
            String of = in ? step.id().substring(0, round.start()) : "";
            if (!of.equals(loop)) {
                more(more, lines);
                more = 0;
                loop = of;
            }
            if (in && Integer.parseInt(round.group(1)) >= ROUNDS && step.state() == RunStory.State.DONE) {
                more++;
            } else {
                lines.add("  " + style.stateShape(step.state()) + " " + style.safe(step.say())
                        + style.dim("  " + style.safe(step.operation())));
            }
        }
        more(more, lines);
    }

    private void more(int steps, List<String> lines) {
        if (steps > 0) {
            lines.add("  " + style.dim("  and " + steps + " more steps like these; --json tells all of them"));
        }
    }
}

package dev.holdfast.report.terminal;

import dev.holdfast.report.AccountNames;
import dev.holdfast.report.Environment;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.RunStory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A change, a response or a drill: its steps, what they changed, how to take them back, what it measured. */
public final class RunView {
    private final Style style;
    private final AccountNames names;

    /**
     * @param style how lines look
     * @param names what people call the accounts
     */
    public RunView(Style style, AccountNames names) {
        this.style = style;
        this.names = names;
    }

    /** The run, its steps in order, and the command that comes next. */
    public List<String> lines(RunStory run) {
        List<String> lines = new ArrayList<>();
        Duration took = run.took();
        lines.add(style.bold(Phrases.sentence(run.kind().word()) + " " + style.safe(run.id())) + "  "
                + style.stateShape(run.state()) + " " + run.state().word()
                + (took == null ? "" : style.dim("  in " + Phrases.duration(took))));
        lines.add("  " + style.safe(run.title()) + style.dim("  " + style.safe(run.document())));
        if (run.environment() != Environment.AWS) {
            lines.add("  " + style.dim(run.environment().sentence()));
        }
        run.steps().forEach(step -> lines.addAll(step(step)));
        run.approvals().forEach(approval -> lines.add("  " + style.dim(style.safe("approved: " + approval))));
        run.metrics()
                .forEach((name, seconds) ->
                        lines.add("  " + Phrases.metric(name) + ": " + Phrases.duration(Duration.ofSeconds(seconds))));
        run.residue().forEach(left -> lines.add("  left behind: " + style.safe(left)));
        next(run, lines);
        return lines;
    }

    private List<String> step(RunStory.Step step) {
        List<String> lines = new ArrayList<>();
        String where = step.account().isEmpty() ? "" : names.label(step.account()) + " " + step.region();
        lines.add("  " + style.stateShape(step.state()) + " "
                + style.safe(step.say().isEmpty() ? step.id() : step.say())
                + style.dim(style.safe("  " + step.operation() + (where.isEmpty() ? "" : "  " + where))));
        if (!step.found().isEmpty() || !step.wanted().isEmpty()) {
            lines.add("      "
                    + style.safe(PlanView.orNothing(step.found()) + " " + style.arrow() + " "
                            + PlanView.orNothing(step.wanted())));
        }
        if (!step.undo().isEmpty()) {
            lines.add("      " + style.dim(style.safe("undo: " + step.undo())));
        }
        return lines;
    }

    private void next(RunStory run, List<String> lines) {
        String command = switch (run.state()) {
            case HELD, FAILED, RUNNING ->
                (run.kind() == RunStory.Kind.RESPONSE ? "holdfast respond resume " : "holdfast protect resume ")
                        + run.id();
            case WAITING -> "holdfast respond approve " + run.id();
            case DONE ->
                switch (run.kind()) {
                    case FIX, BASELINE -> "holdfast protect undo " + run.id();
                    case RESPONSE -> "holdfast respond undo " + run.id();
                    case DRILL -> "";
                };
            case PLANNED, SKIPPED, UNDONE -> "";
        };
        if (!command.isEmpty()) {
            String verb = run.state() == RunStory.State.DONE ? "take it back: " : "next: ";
            lines.add("  " + style.dim(verb) + style.accent(style.safe(command)));
        }
    }
}

package dev.holdfast.report.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.NistFunction;
import dev.holdfast.report.FunctionScore;
import dev.holdfast.report.RunStory;
import dev.holdfast.report.Scorecard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code respond … --json}, the drills and {@code report --format json} say of runs and scores. */
public final class RunJson {
    private static final List<String> RESPONSE_METRICS = List.of("mttdSeconds", "mttcSeconds", "mttrSeconds");

    private RunJson() {}

    /** A response: {@code {schemaVersion, run, case, runbook, state, environment, steps, approvals, metrics}}. */
    public static ObjectNode response(RunStory run) {
        ObjectNode top = Json.top()
                .put("run", run.id())
                .put("case", run.subject())
                .put("runbook", run.document())
                .put("state", run.state().word())
                .put("environment", run.environment().word());
        ArrayNode steps = top.putArray("steps");
        run.steps().forEach(step -> steps.add(step(step)));
        top.set("approvals", Json.strings(run.approvals()));
        ObjectNode metrics = top.putObject("metrics");
        RESPONSE_METRICS.forEach(name -> metrics.put(name, run.metrics().get(name)));
        return top;
    }

    private static ObjectNode step(RunStory.Step step) {
        return Json.object()
                .put("id", step.id())
                .put("phase", step.phase())
                .put("operation", step.operation())
                .put("account", step.account())
                .put("region", step.region())
                .put("state", step.state().word())
                .put("startedAt", time(step.startedAt()))
                .put("endedAt", time(step.endedAt()))
                .put("evidence", step.evidence())
                .put("undo", step.undo());
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /**
     * Drills: {@code {schemaVersion, drills: [{scenario, kind, outcome, environment, phases, metrics, residue}]}}.
     *
     * @param drills the drills
     * @param kind {@code respond} or {@code recover}
     */
    public static ObjectNode drills(List<RunStory> drills, String kind) {
        ObjectNode top = Json.top();
        ArrayNode list = top.putArray("drills");
        for (RunStory drill : drills) {
            ObjectNode node = list.addObject()
                    .put("scenario", drill.document())
                    .put("kind", kind)
                    .put("outcome", outcome(drill))
                    .put("environment", drill.environment().word());
            ArrayNode phases = node.putArray("phases");
            drill.steps()
                    .forEach(step -> phases.addObject()
                            .put("phase", step.phase())
                            .put("step", step.id())
                            .put("state", step.state().word())
                            .put("startedAt", time(step.startedAt()))
                            .put("endedAt", time(step.endedAt())));
            ObjectNode metrics = node.putObject("metrics");
            for (Map.Entry<String, Long> metric : drill.metrics().entrySet()) {
                metrics.put(metric.getKey(), metric.getValue());
            }
            node.set("residue", Json.strings(drill.residue()));
        }
        return top;
    }

    /** A drill that left something behind has not passed. */
    private static String outcome(RunStory drill) {
        return switch (drill.state()) {
            case DONE -> drill.residue().isEmpty() ? "passed" : "failed";
            case FAILED, HELD, UNDONE, SKIPPED -> "failed";
            case PLANNED, RUNNING, WAITING -> "unfinished";
        };
    }

    /**
     * Scores: {@code {schemaVersion, overall, before?, functions: [{function, pass, fail, unknown, score, before?}]}}.
     *
     * @param before the scores before, null when there is nothing to compare with
     * @param now the scores now
     */
    public static ObjectNode scorecard(@Nullable Scorecard before, Scorecard now) {
        ObjectNode top = Json.top().put("overall", now.overall());
        if (before != null) {
            top.put("before", before.overall());
        }
        ArrayNode functions = top.putArray("functions");
        for (NistFunction function : NistFunction.values()) {
            FunctionScore score = now.of(function);
            ObjectNode node = functions
                    .addObject()
                    .put("function", function.word())
                    .put("pass", score.pass())
                    .put("fail", score.fail())
                    .put("unknown", score.unknown())
                    .put("score", score.score())
                    .put("behind", "holdfast protect check --json --function " + function.word());
            if (before != null) {
                node.put("before", before.of(function).score());
            }
        }
        return top;
    }
}

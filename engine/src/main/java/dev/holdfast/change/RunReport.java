package dev.holdfast.change;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands.
 *
 * @param run its id
 * @param kind {@code fix}, {@code respond} or {@code drill}
 * @param title one line for people
 * @param caseId its case, null when none
 * @param state where it stands
 * @param targets how each target stands
 * @param steps what was done, in order
 * @param approvals who approved
 * @param residue what was left behind or cannot be undone
 * @param metrics seconds by name: {@code mttdSeconds}, {@code mttcSeconds}, {@code mttrSeconds}, {@code rtoSeconds}
 */
public record RunReport(
        String run,
        String kind,
        String title,
        @Nullable String caseId,
        State state,
        List<Target> targets,
        List<Step> steps,
        List<String> approvals,
        List<String> residue,
        Map<String, Long> metrics) {

    /** Where a run stands. */
    public enum State {
        /** Began and was interrupted: {@code resume} carries it on. */
        INTERRUPTED,
        WAITING_FOR_APPROVAL,
        WAITING_FOR_DECISION,
        /** A step failed; what was done stays until a person decides. */
        HELD,
        SUCCEEDED,
        /** Some targets succeeded. */
        PARTIAL,
        /** Failed; what was done was undone. */
        UNWOUND,
        FAILED,
        UNDONE,
        /** The undo stopped early. */
        UNDO_FAILED
    }

    /**
     * How one target stands.
     *
     * @param name its name in the plan
     * @param document the document
     * @param resource what it is carried out on
     * @param state where it stands
     * @param key the step that it waits at or failed in, empty when none
     * @param why the reason, or what people are asked; empty when there is nothing to say
     */
    public record Target(String name, String document, String resource, State state, String key, String why) {}

    /**
     * One step as it was done.
     *
     * @param id {@code target/key}
     * @param phase its phase in lower case
     * @param name one sentence for people
     * @param operation {@code service:Operation}, empty for steps that call nothing
     * @param state {@code running}, {@code done}, {@code unchanged}, {@code failed} or {@code undone}
     * @param startedAt when
     * @param endedAt when it ended, null while it has not
     * @param evidence digest of the evidence taken, null when none
     * @param undo the operation that undoes it, null when none
     */
    public record Step(
            String id,
            String phase,
            String name,
            String operation,
            String state,
            Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable String evidence,
            @Nullable String undo) {}

    /** Whether anything that was restored was compared with what it should be. */
    public boolean validated() {
        return steps.stream()
                .anyMatch(s -> s.phase().equals("verify") && s.state().equals("done"));
    }

    /** As {@code --json} shows it. */
    public ObjectNode json() {
        ObjectNode out = JsonNodeFactory.instance.objectNode().put("schemaVersion", 1);
        out.put("run", run).put("kind", kind).put("title", title).put("case", caseId);
        out.put("runbook", targets.isEmpty() ? "" : targets.get(0).document());
        out.put("state", state.name());
        ArrayNode targetNodes = out.putArray("targets");
        for (Target target : targets) {
            ObjectNode json = targetNodes.addObject().put("name", target.name());
            json.put("document", target.document()).put("resource", target.resource());
            json.put("state", target.state().name()).put("step", target.key()).put("why", target.why());
        }
        ArrayNode stepNodes = out.putArray("steps");
        for (Step step : steps) {
            ObjectNode json = stepNodes.addObject().put("id", step.id()).put("phase", step.phase());
            json.put("name", step.name()).put("operation", step.operation()).put("state", step.state());
            json.put("startedAt", step.startedAt().toString());
            json.put("endedAt", step.endedAt() == null ? null : step.endedAt().toString());
            json.put("evidence", step.evidence()).put("undo", step.undo());
        }
        approvals.forEach(out.putArray("approvals")::add);
        residue.forEach(out.putArray("residue")::add);
        ObjectNode numbers = out.putObject("metrics");
        metrics.forEach(numbers::put);
        return out;
    }
}

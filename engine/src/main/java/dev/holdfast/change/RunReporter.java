package dev.holdfast.change;

import dev.holdfast.change.RunReport.State;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.RunRecord;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.JournalEntry.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells from a run's journal how the run stands. */
final class RunReporter {
    private final RunRecord run;
    private final Plan plan;
    private final Map<String, Runbook> documents;
    private final List<JournalEntry> journal;
    private final Map<String, JournalEntry> ends = new HashMap<>();
    private final Map<String, String> documentOf = new HashMap<>();

    RunReporter(RunRecord run, Plan plan, Map<String, Runbook> documents, List<JournalEntry> journal) {
        this.run = run;
        this.plan = plan;
        this.documents = documents;
        this.journal = journal;
        journal.stream().filter(e -> e.kind() == Kind.ENDED).forEach(e -> ends.put(e.step(), e));
        plan.targets().forEach(t -> documentOf.put(t.name(), t.document()));
    }

    /**
     * @param waiting targets that cannot go on by themselves
     * @param caseFile the run's case
     */
    RunReport report(Map<String, RunReport.Target> waiting, Optional<CaseFile> caseFile) {
        List<RunReport.Target> targets = new ArrayList<>();
        for (Plan.Target target : plan.targets()) {
            targets.add(Optional.ofNullable(waiting.get(target.name())).orElseGet(() -> ended(target)));
        }
        List<String> approvals = new ArrayList<>();
        for (JournalEntry entry : journal) {
            if (entry.kind() == Kind.APPROVED) {
                entry.body().path("approvers").forEach(a -> approvals.add(a.asText() + " at " + entry.at()));
            }
        }
        return new RunReport(
                run.id(),
                run.kind(),
                run.title(),
                run.caseId(),
                state(targets),
                targets,
                steps(),
                approvals,
                residue(),
                metrics(caseFile));
    }

    private RunReport.Target ended(Plan.Target target) {
        JournalEntry end = ends.get(target.name());
        if (end != null) {
            return new RunReport.Target(
                    target.name(),
                    target.document(),
                    target.resource(),
                    State.valueOf(end.body().path("outcome").asText()),
                    "",
                    end.body().path("why").asText());
        }
        return new RunReport.Target(target.name(), target.document(), target.resource(), State.INTERRUPTED, "", "");
    }

    private State state(List<RunReport.Target> targets) {
        for (int i = journal.size() - 1; i >= 0; i--) {
            JournalEntry entry = journal.get(i);
            if (entry.step().isEmpty() && entry.kind() == Kind.ENDED) {
                return State.valueOf(entry.body().path("outcome").asText());
            }
            if (entry.step().isEmpty() && entry.kind() == Kind.MOVED) {
                return State.INTERRUPTED;
            }
        }
        for (State state : List.of(State.WAITING_FOR_DECISION, State.WAITING_FOR_APPROVAL, State.HELD)) {
            if (targets.stream().anyMatch(t -> t.state() == state)) {
                return state;
            }
        }
        return State.INTERRUPTED;
    }

    /** The run's outcome once every target has ended. */
    static State outcome(List<State> targets) {
        if (targets.stream().allMatch(s -> s == State.SUCCEEDED)) {
            return State.SUCCEEDED;
        }
        if (targets.contains(State.SUCCEEDED)) {
            return State.PARTIAL;
        }
        return targets.contains(State.FAILED) ? State.FAILED : State.UNWOUND;
    }

    private List<RunReport.Step> steps() {
        Map<String, RunReport.Step> out = new LinkedHashMap<>();
        for (JournalEntry entry : journal) {
            if (entry.step().contains("/")) {
                out.merge(entry.step(), step(entry), this::join);
            }
        }
        return List.copyOf(out.values());
    }

    private RunReport.Step step(JournalEntry entry) {
        boolean done = entry.kind() != Kind.INTENT && entry.kind() != Kind.FAILED && entry.kind() != Kind.EVIDENCE;
        String state = switch (entry.kind()) {
            case INTENT, UNDO_INTENT, EVIDENCE -> "running";
            case FAILED -> entry.body().path("ambiguous").asBoolean() ? "running" : "failed";
            case UNDONE -> "undone";
            case UNDO_FAILED -> "undo failed";
            default -> entry.body().path("unchanged").asBoolean() ? "unchanged" : "done";
        };
        return new RunReport.Step(
                entry.step(),
                phase(entry.step()),
                entry.body().path("say").asText(name(entry.step())),
                entry.body().path("operation").asText(""),
                state,
                entry.at(),
                done || state.equals("failed") ? entry.at() : null,
                entry.body().path("evidence").asText(null),
                entry.body().path("undo").isMissingNode()
                        ? null
                        : entry.body().path("undo").path("service").asText() + ":"
                                + entry.body().path("undo").path("api").asText());
    }

    private RunReport.Step join(RunReport.Step first, RunReport.Step later) {
        return new RunReport.Step(
                first.id(),
                first.phase(),
                first.name(),
                first.operation(),
                later.state(),
                first.startedAt(),
                later.endedAt(),
                first.evidence() == null ? later.evidence() : first.evidence(),
                first.undo() == null ? later.undo() : first.undo());
    }

    private static String name(String id) {
        return id.substring(id.lastIndexOf('/') + 1);
    }

    private String phase(String id) {
        String target = id.substring(0, id.indexOf('/'));
        String key = id.substring(id.indexOf('/') + 1);
        String name = key.substring(key.lastIndexOf('.') + 1);
        return Optional.ofNullable(documents.get(documentOf.getOrDefault(target, "")))
                .flatMap(d -> d.step(name))
                .map(RunbookStep::handling)
                .map(h -> h.phase().name().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private List<String> residue() {
        List<String> out = new ArrayList<>();
        for (JournalEntry entry : journal) {
            if (entry.kind() == Kind.ENDED && !entry.step().isEmpty()) {
                entry.body().path("residue").forEach(r -> out.add(r.asText()));
            }
        }
        return out;
    }

    private Map<String, Long> metrics(Optional<CaseFile> caseFile) {
        Map<String, Long> out = new TreeMap<>();
        Instant detected = caseFile.map(CaseFile::openedAt).orElse(run.createdAt());
        caseFile.ifPresent(c -> out.put("mttdSeconds", seconds(c.facts().firstEvent(), c.openedAt())));
        for (RunReport.Step step : steps()) {
            if (step.phase().equals("containment") && step.endedAt() != null) {
                out.merge("mttcSeconds", seconds(detected, step.endedAt()), Math::max);
            }
            if (run.kind().equals("drill")
                    && run.environment().equals("aws")
                    && step.phase().equals("verify")
                    && step.state().equals("done")) {
                // The drill's own measure: from its start to the last proof that what came back is good.
                Instant proven = step.endedAt() == null ? step.startedAt() : step.endedAt();
                out.merge("rtoSeconds", seconds(run.createdAt(), proven), Math::max);
            }
        }
        for (JournalEntry entry : journal) {
            // How long a drill took elsewhere than on AWS says nothing about how long it would take.
            boolean restored = run.kind().equals("drill") || run.kind().equals("recover");
            boolean measured =
                    !restored || run.caseId() != null || run.environment().equals("aws");
            if (measured && entry.kind() == Kind.ENDED && entry.step().isEmpty()) {
                out.putIfAbsent("mttrSeconds", seconds(detected, entry.at()));
            }
        }
        return out;
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }
}

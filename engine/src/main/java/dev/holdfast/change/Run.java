package dev.holdfast.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.change.RunReport.State;
import dev.holdfast.content.Baseline;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.RunbookStep.Phase;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.DrillRecord;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.RunRecord;
import dev.holdfast.model.Case;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.JournalEntry.Kind;
import dev.holdfast.runbook.Interpreter;
import dev.holdfast.runbook.Line;
import dev.holdfast.runbook.Next;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** One run taken up from its journal: carried on target by target, or undone in reverse. */
final class Run {
    private final Tools tools;
    private final Ledger ledger;
    private final RunRecord record;
    private final Plan plan;
    private final Map<String, Runbook> documents;
    private final RunLog log;
    private final Map<String, Map<String, Plan.Step>> planned;
    private final Map<String, RunReport.Target> waiting = new ConcurrentHashMap<>();

    Run(Tools tools, Ledger ledger, InstantSource clock, RunRecord record, Plan plan, Map<String, Runbook> documents) {
        this.tools = tools;
        this.ledger = ledger;
        this.record = record;
        this.plan = plan;
        this.documents = documents;
        this.log = new RunLog(ledger, clock, record.id());
        this.planned = plan.steps().stream()
                .collect(Collectors.groupingBy(
                        Plan.Step::target, Collectors.toMap(Plan.Step::key, s -> s, (a, b) -> a)));
    }

    RunLog log() {
        return log;
    }

    /** Carries on as far as it goes without people. */
    RunReport carryOn() {
        if (undoing()) {
            undo();
            return reported();
        }
        if (log.last(Kind.ENDED, "").isPresent()) {
            return reported();
        }
        if (!approved()) {
            return reported();
        }
        AtomicLong failed =
                new AtomicLong(plan.targets().stream().filter(this::failed).count());
        for (List<Plan.Target> group : Lanes.groups(plan, documents)) {
            // All of a group are of one wave.
            Optional<Plan.Target> missed = missed(group.getFirst());
            tools.lanes().each(group, target -> carryOn(target, missed, failed));
        }
        List<State> states = plan.targets().stream()
                .map(this::outcome)
                .flatMap(Optional::stream)
                .toList();
        if (states.size() == plan.targets().size()) {
            end(RunReporter.outcome(states));
        }
        return reported();
    }

    /** Carries one target on unless it has ended, too many others failed, or what it needs was not done. */
    private void carryOn(Plan.Target target, Optional<Plan.Target> missed, AtomicLong failed) {
        if (log.last(Kind.ENDED, target.name()).isPresent()) {
            return;
        }
        long failures = failed.get();
        if (failures > plan.mostFailures() && !log.begun(target.name())) {
            end(
                    target,
                    State.FAILED,
                    "not begun, because " + failures + " targets failed and the plan allows " + plan.mostFailures(),
                    List.of());
        } else if (missed.isEmpty()) {
            carryOn(target);
            if (failed(target)) {
                failed.incrementAndGet();
            }
        } else if (log.last(Kind.ENDED, missed.get().name()).isEmpty()) {
            wait(target, State.HELD, "", notBegun(missed.get()) + " stands still");
        } else {
            end(target, State.FAILED, notBegun(missed.get()) + " failed; mend that and plan again", List.of());
        }
    }

    /** True when it failed by what was done to it; one that was therefore not begun does not count. */
    private boolean failed(Plan.Target target) {
        return outcome(target).filter(s -> s != State.SUCCEEDED).isPresent() && log.begun(target.name());
    }

    /** How a target ended; empty while it has not. */
    private Optional<State> outcome(Plan.Target target) {
        return log.last(Kind.ENDED, target.name())
                .map(e -> State.valueOf(e.body().path("outcome").asText()));
    }

    /** What a target of a later wave misses: a target of a wave that others need has not been done. */
    private Optional<Plan.Target> missed(Plan.Target target) {
        for (Plan.Target earlier : plan.targets()) {
            if (earlier.wave().isEmpty() || earlier.wave().equals(target.wave())) {
                return Optional.empty();
            }
            boolean done = outcome(earlier).equals(Optional.of(State.SUCCEEDED));
            if (!done
                    && Baseline.Wave.valueOf(earlier.wave().toUpperCase(Locale.ROOT))
                            .needed()) {
                return Optional.of(earlier);
            }
        }
        return Optional.empty();
    }

    private static String notBegun(Plan.Target missed) {
        return "not begun, because `" + missed.document() + "` of the wave " + missed.wave();
    }

    private boolean approved() {
        if (plan.approvals() == 0 || log.last(Kind.APPROVED, "").isPresent()) {
            return true;
        }
        if (log.approved("", plan.digest(), plan.approvals(), Set.of())) {
            return true;
        }
        plan.targets().forEach(t -> wait(t, State.WAITING_FOR_APPROVAL, "", "The plan needs approval"));
        return false;
    }

    private void carryOn(Plan.Target target) {
        TargetRun.Stop stop = new TargetRun(
                        tools, log, plan, target, planned.getOrDefault(target.name(), Map.of()), interpreter(target))
                .run();
        switch (stop.state()) {
            case WAITING_FOR_APPROVAL -> wait(target, State.WAITING_FOR_APPROVAL, stop.key(), stop.why());
            case WAITING_FOR_DECISION -> wait(target, State.WAITING_FOR_DECISION, stop.key(), stop.why());
            case ABORTED -> {
                if (document(target).settings().onFailure() == Runbook.OnFailure.HOLD) {
                    wait(target, State.HELD, stop.key(), stop.why());
                } else {
                    unwind(target, stop.why());
                }
            }
            case FINISHED -> {
                if (stop.why().isEmpty()) {
                    List<String> residue =
                            cleansUp(target) ? new TargetUndo(tools, log, target.name()).residue() : List.of();
                    end(target, residue.isEmpty() ? State.SUCCEEDED : State.FAILED, "", residue);
                } else if (document(target).settings().onFailure() == Runbook.OnFailure.UNWIND) {
                    unwind(target, stop.why());
                } else {
                    end(target, State.FAILED, stop.why(), List.of());
                }
            }
        }
    }

    private void unwind(Plan.Target target, String why) {
        TargetUndo undo = new TargetUndo(tools, log, target.name());
        String problem = undo.run();
        List<String> residue = new ArrayList<>(undo.residue());
        residue.addAll(TargetUndo.lasting(log.of(target.name()), target.name()));
        if (problem.isEmpty()) {
            end(target, State.UNWOUND, why, residue);
        } else {
            end(target, State.FAILED, why + "; and what was done could not be undone: " + problem, residue);
        }
    }

    /** True for a document that removes at its end what it made. */
    private boolean cleansUp(Plan.Target target) {
        return RunbookStep.flat(document(target).steps()).stream()
                .anyMatch(s -> s.handling().phase() == Phase.CLEANUP);
    }

    private void end(Plan.Target target, State outcome, String why, List<String> residue) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("outcome", outcome.name());
        body.put("why", why);
        residue.forEach(body.putArray("residue")::add);
        log.add(target.name(), new Line(Kind.ENDED, body));
    }

    private void end(State outcome) {
        keepJournal();
        List<String> lasting = new ArrayList<>();
        plan.targets().forEach(t -> lasting.addAll(TargetUndo.lasting(log.of(t.name()), t.name())));
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("outcome", outcome.name());
        lasting.forEach(body.putArray("lasting")::add);
        log.add("", new Line(Kind.ENDED, body));
    }

    /** The journal itself, with its approvals and calls, becomes the last piece of evidence. */
    private void keepJournal() {
        StringBuilder text = new StringBuilder();
        for (JournalEntry entry : log.entries()) {
            ObjectNode line = JsonNodeFactory.instance.objectNode();
            line.put("seq", entry.seq())
                    .put("at", entry.at().toString())
                    .put("kind", entry.kind().name());
            line.put("step", entry.step()).set("body", entry.body());
            text.append(line).append('\n');
        }
        tools.evidence()
                .keep(
                        record.id(),
                        "journal",
                        "The run's journal: approvals, calls, answers",
                        record.caller(),
                        "ledger",
                        log.now(),
                        text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private boolean undoing() {
        Optional<JournalEntry> asked = log.last(Kind.MOVED, "");
        Optional<JournalEntry> ended = log.last(Kind.ENDED, "");
        return asked.isPresent()
                && (ended.isEmpty() || ended.get().seq() < asked.get().seq());
    }

    private void undo() {
        for (List<Plan.Target> group : Lanes.groups(plan, documents).reversed()) {
            tools.lanes().each(group.reversed(), this::undo);
        }
        boolean all = plan.targets().stream().allMatch(t -> outcome(t).equals(Optional.of(State.UNDONE)));
        end(all ? State.UNDONE : State.UNDO_FAILED);
    }

    private void undo(Plan.Target target) {
        String problem = new TargetUndo(tools, log, target.name()).run();
        if (problem.isEmpty()) {
            end(target, State.UNDONE, "", TargetUndo.lasting(log.of(target.name()), target.name()));
        } else {
            end(target, State.UNDO_FAILED, problem, List.of());
        }
    }

    /** Notes what a person says about the step that a target stands at. */
    void decide(String step, ChangeEngine.Decision decision, Map<String, String> answers, String by) {
        for (Plan.Target target : plan.targets()) {
            if (log.last(Kind.ENDED, target.name()).isEmpty() && step.startsWith(target.name() + "/")) {
                Next next = interpreter(target).next(log.of(target.name()));
                boolean asks = next instanceof Next.Ask || next instanceof Next.Aborted || next instanceof Next.Resolve;
                if (asks && step.equals(target.name() + "/" + next.key())) {
                    ObjectNode body = JsonNodeFactory.instance.objectNode();
                    body.put("decision", decision.name().toLowerCase(Locale.ROOT))
                            .put("by", by);
                    if (decision == ChangeEngine.Decision.DONE) {
                        body.set("outputs", outputs(step, next, target, answers));
                    }
                    log.add(step, new Line(Kind.DECIDED, body));
                    return;
                }
            }
        }
        throw new Refusal("step `" + step + "` of run `" + record.id() + "` does not ask for a decision");
    }

    /** What later steps need of an answer that nobody saw; a person looks it up. */
    private ObjectNode outputs(String step, Next next, Plan.Target target, Map<String, String> answers) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        String name = next.key().replaceAll(".*\\.", "");
        Objects.requireNonNull(documents.get(target.document()), "a document of the plan")
                .step(name)
                .map(RunbookStep::outputs)
                .orElse(List.of())
                .forEach(output -> {
                    String value = answers.get(step + "." + output.name());
                    if (value == null) {
                        throw new Refusal("step `" + step + "` is said to be done, and later steps need its "
                                + output.name() + "; say it: --answer " + step + "." + output.name() + "=VALUE");
                    }
                    out.set(
                            output.name(),
                            output.type().equals("String") ? TextNode.valueOf(value) : json(step, value));
                });
        return out;
    }

    private static JsonNode json(String step, String value) {
        try {
            return new ObjectMapper().readTree(value);
        } catch (JsonProcessingException e) {
            throw new Refusal(
                    "what step `" + step + "` is said to have answered is not JSON: " + e.getOriginalMessage());
        }
    }

    /** How the run stands, without doing anything. */
    RunReport standing() {
        if (!undoing() && log.last(Kind.ENDED, "").isEmpty()) {
            for (Plan.Target target : plan.targets()) {
                if (log.last(Kind.ENDED, target.name()).isEmpty()) {
                    stands(target);
                }
            }
        }
        return report();
    }

    private void stands(Plan.Target target) {
        if (plan.approvals() > 0 && log.last(Kind.APPROVED, "").isEmpty()) {
            wait(target, State.WAITING_FOR_APPROVAL, "", "The plan needs approval");
            return;
        }
        switch (interpreter(target).next(log.of(target.name()))) {
            case Next.Approval approval -> wait(target, State.WAITING_FOR_APPROVAL, approval.key(), approval.message());
            case Next.Ask ask -> wait(target, State.WAITING_FOR_DECISION, ask.key(), ask.question());
            case Next.Aborted aborted -> wait(target, State.HELD, aborted.key(), aborted.why());
            default -> {}
        }
    }

    private void wait(Plan.Target target, State state, String key, String why) {
        waiting.put(
                target.name(),
                new RunReport.Target(target.name(), target.document(), target.resource(), state, key, why));
    }

    /** The report, after what follows from it for other facts was kept. */
    private RunReport reported() {
        RunReport report = report();
        boolean ended = log.last(Kind.ENDED, "").isPresent() && !undoing();
        if (ended && record.kind().equals("drill") && report.state() != State.UNDONE) {
            Plan.Target first = plan.targets().get(0);
            String function = document(first).settings().function().word();
            boolean proven = !function.equals("recover") || report.validated();
            boolean passed = report.state() == State.SUCCEEDED && proven;
            ledger.drill(new DrillRecord(
                    record.id(),
                    first.document(),
                    function,
                    first.resource(),
                    passed ? "PASSED" : report.state() == State.SUCCEEDED ? "SKIPPED" : "FAILED",
                    record.environment(),
                    log.last(Kind.ENDED, "").orElseThrow().at(),
                    passed ? report.metrics().get("rtoSeconds") : null));
        }
        if (ended
                && record.caseId() != null
                && report.state() == State.SUCCEEDED
                && caseFile().isPresent()) {
            if (caseFile().get().facts().state() != Case.State.CLOSED) {
                ledger.cases().state(record.caseId(), Case.State.CONTAINED, log.now());
            }
        }
        return report;
    }

    private RunReport report() {
        return new RunReporter(record, plan, documents, log.entries()).report(waiting, caseFile());
    }

    private Optional<CaseFile> caseFile() {
        return record.caseId() == null ? Optional.empty() : ledger.cases().find(record.caseId());
    }

    private Interpreter interpreter(Plan.Target target) {
        return new Interpreter(document(target), target.parameters(), target.scope(), record.id(), target.name());
    }

    private Runbook document(Plan.Target target) {
        Runbook runbook = documents.get(target.document());
        if (runbook == null) {
            throw new Refusal("the run lost its document `" + target.document() + "`");
        }
        return runbook;
    }
}

package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.write.AwsWriter;
import dev.holdfast.aws.write.SdkWriter;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookReader;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.ledger.Approval;
import dev.holdfast.ledger.Lease;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.RunRecord;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Evidence;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.JournalEntry.Kind;
import dev.holdfast.model.OperationCatalog;
import dev.holdfast.model.Problems;
import dev.holdfast.model.Progress;
import dev.holdfast.runbook.Line;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Carries out plans: the one engine behind deploy, fix, respond and recover. Every run can be killed at any moment and
 * resumed; nothing is done twice and nothing is lost.
 */
public final class ChangeEngine {
    private final RunbookReader documents;
    private final Tools tools;
    private final Ledger ledger;
    private final InstantSource clock;

    /** What a person says about a write whose outcome is not known, or a step that failed. */
    public enum Decision {
        /** It took effect (or is not needed): go on after it. */
        DONE,
        /** It did not: do it again. */
        REDO
    }

    /**
     * @param catalog what is known of AWS operations, to read documents that a run kept
     * @param reader the reading door
     * @param writer the writing door
     * @param ledger where runs are kept
     * @param evidence where evidence is kept
     * @param clock the time
     * @param pause how waiting is done
     * @param progress told what is being done
     */
    public ChangeEngine(
            OperationCatalog catalog,
            AwsReader reader,
            AwsWriter writer,
            Ledger ledger,
            EvidenceStore evidence,
            InstantSource clock,
            Pause pause,
            Progress progress) {
        this(
                new RunbookReader(catalog),
                new Tools(new Reads(reader), writer, evidence, Witnesses.NONE, pause, progress, Lanes.ONE),
                ledger,
                clock);
    }

    private ChangeEngine(RunbookReader documents, Tools tools, Ledger ledger, InstantSource clock) {
        this.documents = documents;
        this.tools = tools;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The same engine, which carries out targets beside each other. */
    public ChangeEngine beside(Lanes lanes) {
        return new ChangeEngine(documents, tools.with(lanes), ledger, clock);
    }

    /** The same engine, which can answer what steps ask and read the disks of snapshots. */
    public ChangeEngine hearing(Witnesses witnesses) {
        return new ChangeEngine(documents, tools.with(witnesses), ledger, clock);
    }

    /**
     * An engine over signed-in sessions, so that nobody else needs to hold the writing door.
     *
     * @param reading reads what is
     * @param writing makes the changes
     */
    public static ChangeEngine over(
            OperationCatalog catalog,
            AwsSession reading,
            AwsSession writing,
            Ledger ledger,
            EvidenceStore evidence,
            InstantSource clock,
            Pause pause,
            Progress progress) {
        return new ChangeEngine(
                catalog, reading.reader(), new SdkWriter(writing), ledger, evidence, clock, pause, progress);
    }

    /**
     * Keeps a person's approval of a plan.
     *
     * @param validFor how long it may be used
     */
    public Approval approve(Plan plan, String approver, Duration validFor) {
        return approve(plan.digest(), approver, validFor);
    }

    /**
     * Keeps a person's approval of the step that a run waits at.
     *
     * @throws Refusal when the run does not wait for approval
     */
    public List<Approval> approveStep(String run, String approver, Duration validFor) {
        RunReport report = report(run);
        Plan plan = PlanJson.read(record(run).plan());
        List<Approval> out = new ArrayList<>();
        for (RunReport.Target waiting : report.targets()) {
            if (waiting.state() == RunReport.State.WAITING_FOR_APPROVAL) {
                Plan.Target target = target(plan, waiting.name());
                out.add(approve(
                        waiting.key().isEmpty() ? plan.digest() : asked(run, plan, target, waiting.key()),
                        approver,
                        validFor));
            }
        }
        if (out.isEmpty()) {
            throw new Refusal("run `" + run + "` does not wait for approval; it is " + report.state());
        }
        return out;
    }

    private String asked(String run, Plan plan, Plan.Target target, String key) {
        Asked asked = Asked.of(ledger.journal(run), target.name(), key)
                .orElseThrow(() -> new Refusal(
                        "what the step would change has not been looked at yet; `resume` the run, then approve"));
        return TargetRun.approvalDigest(plan, target, key, asked);
    }

    private Approval approve(String digest, String approver, Duration validFor) {
        if (approver.isBlank()) {
            throw new Refusal("an approval needs the name of the approver");
        }
        int before = ledger.approvals(digest).size();
        String id = digest.substring(0, 24) + "-" + (before + 1);
        Approval approval = new Approval(
                id, digest, approver, clock.instant(), clock.instant().plus(validFor), null, null);
        ledger.approve(approval);
        return approval;
    }

    /**
     * Carries out a plan, as far as it goes without people.
     *
     * @param plan made by a {@link Planner}, not edited since
     * @param content the documents as they are now
     * @throws Refusal when it is not approved, was carried out before, or a document changed since
     */
    public RunReport start(Plan plan, Map<String, Runbook> content, Start start) {
        Map<String, Runbook> used = used(plan, content);
        if (ledger.run(plan.id()).isPresent()) {
            throw new Refusal("the plan was carried out before, as run `" + plan.id()
                    + "`; resume that run or make a new" + " plan");
        }
        requireApproval(plan);
        ObjectNode started = JsonNodeFactory.instance.objectNode().put("digest", plan.digest());
        started.put("caller", start.caller());
        if (start.evidenceWaived() != null) {
            started.put("evidenceWaived", start.evidenceWaived());
        }
        return alone(plan.id(), () -> {
            for (Start.Extract extract : start.evidence()) {
                Evidence kept = tools.evidence()
                        .keep(
                                plan.id(),
                                extract.kind(),
                                extract.name(),
                                start.caller(),
                                extract.source(),
                                clock.instant(),
                                extract.text().getBytes(StandardCharsets.UTF_8));
                started.withArray("evidence").add(kept.sha256());
            }
            ObjectNode texts = JsonNodeFactory.instance.objectNode();
            used.forEach((id, runbook) -> texts.set(id, runbook.source()));
            ledger.begin(
                    new RunRecord(
                            plan.id(),
                            plan.kind(),
                            plan.title(),
                            plan.digest(),
                            PlanJson.write(plan),
                            texts,
                            start.caseId(),
                            start.caller(),
                            start.environment(),
                            clock.instant()),
                    started);
            return run(plan.id()).carryOn();
        });
    }

    private static Map<String, Runbook> used(Plan plan, Map<String, Runbook> content) {
        Map<String, Runbook> out = new HashMap<>();
        for (Plan.Target target : plan.targets()) {
            Runbook runbook = content.get(target.document());
            if (runbook == null || !runbook.digest().equals(target.documentDigest())) {
                throw new Refusal(
                        "the document `" + target.document() + "` changed since the plan was made; make a new plan");
            }
            out.put(runbook.id(), runbook);
        }
        return out;
    }

    private void requireApproval(Plan plan) {
        if (plan.approvals() == 0) {
            return;
        }
        Set<String> people = new HashSet<>();
        boolean spent = false;
        for (Approval approval : ledger.approvals(plan.digest())) {
            boolean valid = approval.usedAt() == null && clock.instant().isBefore(approval.expiresAt());
            spent |= !valid;
            if (valid) {
                people.add(approval.approver());
            }
        }
        if (people.size() < plan.approvals()) {
            throw new Refusal("the plan needs the approval of " + plan.approvals() + " and has that of " + people.size()
                    + (spent ? " (others are used or expired)" : "") + "; approve it with `approve`");
        }
    }

    /**
     * Carries on a run after a crash, an approval or a decision; a run that has ended stays as it is.
     *
     * @param decisions {@code target/step} to what a person says about it
     * @param by who says so
     * @throws Refusal when another process carries it on, or a decision is about a step that does not ask for one
     */
    public RunReport resume(String run, Map<String, Decision> decisions, String by) {
        return resume(run, decisions, Map.of(), by);
    }

    /**
     * The same, with what AWS had answered to writes that took effect without anybody having seen the answer.
     *
     * @param answers {@code target/step.Output} to its value, for steps that a decision calls done
     */
    public RunReport resume(String run, Map<String, Decision> decisions, Map<String, String> answers, String by) {
        return alone(run, () -> {
            Run taken = run(run);
            decisions.forEach((step, decision) -> taken.decide(step, decision, answers, by));
            return taken.carryOn();
        });
    }

    /**
     * Undoes a run's writes in reverse order.
     *
     * @param by who wants it
     */
    public RunReport undo(String run, String by) {
        return alone(run, () -> {
            Run taken = run(run);
            taken.log()
                    .add(
                            "",
                            new Line(
                                    Kind.MOVED,
                                    JsonNodeFactory.instance
                                            .objectNode()
                                            .put("undo", true)
                                            .put("by", by)));
            return taken.carryOn();
        });
    }

    /** How a run stands. Reads the ledger only. */
    public RunReport report(String run) {
        RunRecord record = record(run);
        return new Run(tools, ledger, clock, record, PlanJson.read(record.plan()), documents(record)).standing();
    }

    /** The journal of a run, for timelines. */
    public List<JournalEntry> journal(String run) {
        return ledger.journal(run);
    }

    private Run run(String id) {
        RunRecord record = record(id);
        return new Run(tools, ledger, clock, record, PlanJson.read(record.plan()), documents(record));
    }

    private RunRecord record(String id) {
        return ledger.run(id).orElseThrow(() -> new Refusal("there is no run `" + id + "`"));
    }

    /** Does something to a run while nobody else can. */
    private RunReport alone(String id, Supplier<RunReport> work) {
        Lease lease = ledger.lease(id)
                .orElseThrow(() -> new Refusal("run `" + id + "` is being carried on by another process"));
        try {
            return work.get();
        } finally {
            lease.close();
        }
    }

    /** The documents as they were when the run began. */
    private Map<String, Runbook> documents(RunRecord record) {
        Map<String, Runbook> out = new HashMap<>();
        for (Map.Entry<String, JsonNode> document : record.documents().properties()) {
            List<ContentError> errors = new ArrayList<>();
            documents
                    .read(document.getKey(), document.getValue().toString(), errors)
                    .ifPresent(r -> out.put(r.id(), r));
            if (!errors.isEmpty()) {
                throw new Problems(errors);
            }
        }
        return out;
    }

    private static Plan.Target target(Plan plan, String name) {
        return plan.targets().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal("the plan has no target `" + name + "`"));
    }
}

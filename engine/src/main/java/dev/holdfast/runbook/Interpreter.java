package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.EvidenceOrder;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.Runbook.Reading;
import dev.holdfast.content.Runbook.Request;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.RunbookStep.Approve;
import dev.holdfast.content.RunbookStep.Await;
import dev.holdfast.content.RunbookStep.Block;
import dev.holdfast.content.RunbookStep.Blocks;
import dev.holdfast.content.RunbookStep.Branch;
import dev.holdfast.content.RunbookStep.Call;
import dev.holdfast.content.RunbookStep.Check;
import dev.holdfast.content.RunbookStep.Idempotence;
import dev.holdfast.content.RunbookStep.Loop;
import dev.holdfast.content.RunbookStep.Output;
import dev.holdfast.content.RunbookStep.Question;
import dev.holdfast.content.RunbookStep.Sleep;
import dev.holdfast.content.Template;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.runbook.Lookup.ReadyCall;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what is next in one target's walk through a document. Pure: nothing is remembered between calls, everything
 * follows from the journal.
 */
public final class Interpreter {
    private final Runbook runbook;
    private final EvidenceOrder order;
    private final ObjectNode parameters;
    private final Scope scope;
    private final String run;
    private final String target;

    /**
     * @param runbook the document
     * @param parameters checked ones ({@link Parameters#check})
     * @param scope account and region of the target
     * @param run id of the run, from which tokens are made
     * @param target name of the target; its lines in the journal have steps that begin with it and a slash
     */
    public Interpreter(Runbook runbook, ObjectNode parameters, Scope scope, String run, String target) {
        this.runbook = runbook;
        this.order = new EvidenceOrder(runbook);
        this.parameters = parameters;
        this.scope = scope;
        this.run = run;
        this.target = target;
    }

    /**
     * The next thing to do.
     *
     * @param journal the run's journal so far, beginning with STARTED
     */
    public Next next(List<JournalEntry> journal) {
        Cursor cursor = cursor(journal);
        RunbookStep step = cursor.step();
        String key = cursor.key();
        if (step == null) {
            return new Next.Finished("", cursor.failed());
        }
        if (cursor.visit().failure != null) {
            return new Next.Aborted(key, step.name() + ": " + cursor.visit().failure);
        }
        if (cursor.impossible() != null) {
            return new Next.Fail(key, cursor.impossible());
        }
        try {
            return next(cursor, step, key);
        } catch (Template.Missing | IllegalArgumentException e) {
            return new Next.Fail(key, String.valueOf(e.getMessage()));
        }
    }

    private Cursor cursor(List<JournalEntry> journal) {
        Instant start = journal.isEmpty() ? Instant.EPOCH : journal.get(0).at();
        Cursor cursor = new Cursor(runbook, parameters, start);
        for (JournalEntry entry : journal) {
            switch (entry.kind()) {
                case STARTED -> {
                    if (entry.body().hasNonNull("evidenceWaived")) {
                        cursor.evidenceWaived();
                    }
                }
                case EVIDENCE, ENDED, UNDO_INTENT, UNDONE, UNDO_FAILED -> {}
                default -> {
                    if (entry.step().equals(target + "/" + cursor.key())) {
                        cursor.apply(entry);
                    } else if (entry.step().startsWith(target + "/")) {
                        throw new IllegalStateException("line " + entry.seq() + " of the journal of run `" + run
                                + "` is about `" + entry.step() + "` where the document is at `" + cursor.key() + "`");
                    }
                }
            }
        }
        return cursor;
    }

    private Next next(Cursor cursor, RunbookStep step, String key) {
        Visit visit = cursor.visit();
        Instant deadline = visit.since.plus(step.timeout());
        return switch (step.action()) {
            case Call call when call.writes() -> write(cursor, step, key, call);
            case Call call ->
                new Next.Read(
                        key,
                        withOutputs(cursor, step),
                        ready(cursor, step, call.request()),
                        "",
                        List.of(),
                        say(cursor, step));
            case Check check ->
                new Next.Read(
                        key,
                        step,
                        ready(cursor, step, check.request()),
                        selector(cursor, check.selector()),
                        filled(cursor, check.desired()),
                        say(cursor, step));
            case Await wait ->
                new Next.Poll(
                        key,
                        step,
                        ready(cursor, step, wait.request()),
                        selector(cursor, wait.selector()),
                        filled(cursor, wait.desired()),
                        deadline,
                        say(cursor, step));
            case Approve approve -> Approvals.of(cursor, key, approve);
            case Question question -> Questions.of(cursor, step, key, question, scope, say(cursor, step));
            case Blocks blocks -> new Next.Blocks(key, step, ready(cursor, step, blocks.request()), say(cursor, step));
            case Sleep sleep -> new Next.Wait(key, visit.since.plus(sleep.duration()));
            case Branch branch -> throw new IllegalStateException("a branch is passed without stopping: " + branch);
            case Block block -> throw new IllegalStateException("a block's steps stand in its place: " + block);
            case Loop loop -> throw new IllegalStateException("a loop is entered without stopping: " + loop);
        };
    }

    /** The step with values in the paths of its outputs, so that one thing of a list can be picked by its name. */
    private static RunbookStep withOutputs(Cursor cursor, RunbookStep step) {
        List<Output> outputs = step.outputs().stream()
                .map(o -> new Output(o.name(), selector(cursor, o.selector()), o.type()))
                .toList();
        return new RunbookStep(
                step.name(),
                step.action(),
                outputs,
                step.onFailure(),
                step.end(),
                step.next(),
                step.timeout(),
                step.maxAttempts(),
                step.handling());
    }

    /** Puts values into a JSONPath; they stand between quotes there, so none may hold one. */
    private static String selector(Cursor cursor, String template) {
        return Template.fill(JsonNodeFactory.instance.textNode(template), name -> {
                    JsonNode value = cursor.value(name);
                    if (value.asText().matches(".*['\"\\\\].*")) {
                        throw new IllegalArgumentException("`{{ " + name + " }}` holds a quote or a backslash");
                    }
                    return value;
                })
                .asText();
    }

    private static List<JsonNode> filled(Cursor cursor, List<JsonNode> templates) {
        return templates.stream().map(t -> Template.fill(t, cursor::value)).toList();
    }

    private Next write(Cursor cursor, RunbookStep step, String key, Call call) {
        Visit visit = cursor.visit();
        if (visit.answered != null) {
            return new Next.Verify(
                    key,
                    step,
                    lookup(cursor, step, required(step)),
                    wanted(cursor, step),
                    visit.answered.plus(step.timeout()));
        }
        if (EvidenceOrder.concerns(step)
                && runbook.id().startsWith("runbooks/")
                && !cursor.waived()
                && !order.covered(step.name(), cursor.evidence())) {
            return new Next.Fail(
                    key, "evidence comes before containment, and none was taken of what this step changes");
        }
        JsonNode open = visit.openIntent;
        if (open != null && step.handling().idempotence() != Idempotence.TOKEN) {
            if (step.handling().idempotence() == Idempotence.ASK || !open.hasNonNull("lookup")) {
                return new Next.Ask(
                        key,
                        "It is not known whether `" + call.request().operation() + "` took effect (" + say(cursor, step)
                                + "). Look it up, then resume with --decide " + target + "/" + key + "=done or =redo");
            }
            return new Next.Resolve(key, step, Lookup.of(open.path("lookup")), open.path("prior"), open.path("wanted"));
        }
        ReadyCall ready = ready(cursor, step, call.request());
        if (step.handling().idempotence() == Idempotence.TOKEN) {
            ready.request().put(step.handling().token(), token(key));
        }
        Reading prior = step.handling().prior();
        return new Next.Write(
                key,
                step,
                ready,
                prior == null ? null : lookup(cursor, step, prior),
                step.handling().wanted() == null ? null : wanted(cursor, step),
                say(cursor, step));
    }

    private static Reading required(RunbookStep step) {
        Reading prior = step.handling().prior();
        if (prior == null) {
            throw new IllegalArgumentException("the step wants a state but does not say how to read it");
        }
        return prior;
    }

    private String token(String key) {
        return CanonicalJson.of(JsonNodeFactory.instance
                        .arrayNode()
                        .add(run)
                        .add(target)
                        .add(key))
                .sha256()
                .substring(0, 32);
    }

    private static JsonNode wanted(Cursor cursor, RunbookStep step) {
        JsonNode wanted = step.handling().wanted();
        return wanted == null ? JsonNodeFactory.instance.nullNode() : Template.fill(wanted, cursor::value);
    }

    private Lookup lookup(Cursor cursor, RunbookStep step, Reading reading) {
        return new Lookup(
                ready(cursor, step, reading.request()),
                Template.fillSelector(reading.selector(), cursor::value),
                reading.absentOn(),
                reading.survey() == null ? null : lookup(cursor, step, reading.survey()));
    }

    private ReadyCall ready(Cursor cursor, RunbookStep step, Request request) {
        String account = text(cursor, step.handling().account());
        String region = text(cursor, step.handling().region());
        Scope where = new Scope(
                account.isEmpty() ? scope.account() : new AccountId(account),
                region.isEmpty() ? scope.region() : new Region(region));
        return ReadyCall.of(where, request, cursor::value);
    }

    private static String text(Cursor cursor, String template) {
        return Template.fill(JsonNodeFactory.instance.textNode(template), cursor::value)
                .asText();
    }

    private static String say(Cursor cursor, RunbookStep step) {
        try {
            return step.handling().say().isEmpty()
                    ? step.name()
                    : text(cursor, step.handling().say());
        } catch (Template.Missing e) {
            return step.name();
        }
    }

    /** The line for a reading call's answer. */
    public Line read(Next.Read read, JsonNode answer) {
        if (read.step().action() instanceof Check && !Answers.desired(answer, read.selector(), read.desired())) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.put(
                    "why",
                    "found " + Answers.shown(answer, read.selector()) + " where one of " + read.desired()
                            + " is expected");
            return new Line(JournalEntry.Kind.FAILED, body);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("outputs", Answers.outputs(read.step().outputs(), answer));
        return new Line(JournalEntry.Kind.READ, body);
    }

    /**
     * The line to write before a write: the intent, or why the call is not needed or not possible.
     *
     * @param before the state before the write, null in JSON when there is nothing
     * @param planned the state that was found when the run was approved, null when none was
     */
    public Line intent(Next.Write write, List<JournalEntry> journal, JsonNode before, @Nullable JsonNode planned) {
        JsonNode open = cursor(journal).visit().openIntent;
        if (write.step().handling().idempotence() == Idempotence.TOKEN && open instanceof ObjectNode first) {
            // The call is repeated with its token; what it may have made by now is not what was there before it.
            return new Line(JournalEntry.Kind.INTENT, first.deepCopy());
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Set<String> apart = new HashSet<>(write.step().handling().volatileMembers());
        if (write.wanted() != null && StateForm.same(before, write.wanted(), apart)) {
            body.put("unchanged", true);
            return new Line(JournalEntry.Kind.DONE, body);
        }
        if (planned != null && !StateForm.same(before, planned, apart)) {
            body.put("final", true);
            body.put(
                    "why",
                    "the resource has changed since the plan was made: planned on " + planned + ", found " + before);
            return new Line(JournalEntry.Kind.FAILED, body);
        }
        body.set("call", write.call().json());
        body.set("prior", before);
        if (write.wanted() != null) {
            body.set("wanted", write.wanted());
        }
        if (write.prior() != null) {
            body.set("lookup", write.prior().json());
        }
        body.put("timeoutSeconds", write.step().timeout().toSeconds());
        body.put("irreversible", write.step().handling().irreversible());
        write.step().handling().volatileMembers().forEach(body.withArray("volatile")::add);
        write.step().handling().ends().forEach(body.withArray("ends")::add);
        return undo(write, cursor(journal), before, body);
    }

    private Line undo(Next.Write write, Cursor cursor, JsonNode before, ObjectNode body) {
        if (!write.step().handling().irreversible().isEmpty()) {
            return new Line(JournalEntry.Kind.INTENT, body);
        }
        boolean absent = StateForm.of(before, Set.of()).isNull();
        Request request = absent
                ? write.step().handling().remove()
                : write.step().handling().restore();
        if (request == null) {
            ObjectNode refusal = JsonNodeFactory.instance.objectNode().put("final", true);
            refusal.put(
                    "why",
                    absent
                            ? "there is nothing to change, and the document does not say how that would be undone"
                            : "something is there already, and the document does not say how to put it back");
            return new Line(JournalEntry.Kind.FAILED, refusal);
        }
        if (Template.references(request.members()).stream().anyMatch(r -> r.startsWith("made."))) {
            body.put("fresh", true);
        }
        ObjectNode members = new PriorState(before).fill(request.members(), cursor::value);
        body.set("undo", new ReadyCall(write.call().scope(), request.service(), request.api(), members).json());
        return new Line(JournalEntry.Kind.INTENT, body);
    }

    /** The line for the state found after an unknown outcome; null when the state tells nothing. */
    public @Nullable Line resolved(Next.Resolve resolve, JsonNode found) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Set<String> apart = new HashSet<>(resolve.step().handling().volatileMembers());
        if (StateForm.same(found, resolve.wanted(), apart)) {
            return new Line(JournalEntry.Kind.DONE, body.put("recovered", true));
        }
        if (StateForm.same(found, resolve.before(), apart)) {
            body.put("decision", "redo").put("by", "holdfast").put("why", "the state is as it was before the call");
            return new Line(JournalEntry.Kind.DECIDED, body);
        }
        return null;
    }

    /** The outputs of a write's answer. */
    public ObjectNode outputs(Next.Write write, JsonNode answer) {
        return Answers.outputs(write.step().outputs(), answer);
    }
}

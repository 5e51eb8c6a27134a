package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.Evidence;
import dev.holdfast.model.JournalEntry.Kind;
import dev.holdfast.runbook.DryWalk;
import dev.holdfast.runbook.Interpreter;
import dev.holdfast.runbook.Line;
import dev.holdfast.runbook.Next;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries one target of a run as far as it goes: asks the interpreter what is next, does it, journals it. */
final class TargetRun {
    private static final Duration BEFORE_REDOING = Duration.ofSeconds(2);

    private final Tools tools;
    private final RunLog log;
    private final Witness witness;
    private final Plan plan;
    private final Plan.Target target;
    private final Map<String, Plan.Step> planned;
    private final Interpreter interpreter;

    /** Where a target stands when it cannot go on by itself. */
    record Stop(State state, String key, String why) {}

    /** The reasons to stop. */
    enum State {
        /** The document has ended; the reason is empty when all went well. */
        FINISHED,
        /** A step failed for good. */
        ABORTED,
        /** People must approve. */
        WAITING_FOR_APPROVAL,
        /** A person must say what happened. */
        WAITING_FOR_DECISION
    }

    /** @param planned the target's steps in the plan, by their visit in the document */
    TargetRun(
            Tools tools,
            RunLog log,
            Plan plan,
            Plan.Target target,
            Map<String, Plan.Step> planned,
            Interpreter interpreter) {
        this.tools = tools;
        this.log = log;
        this.witness = new Witness(tools, log);
        this.plan = plan;
        this.target = target;
        this.planned = planned;
        this.interpreter = interpreter;
    }

    Stop run() {
        while (true) {
            Next next = interpreter.next(log.of(target.name()));
            @Nullable Stop stop = act(next, target.name() + "/" + next.key());
            if (stop != null) {
                return stop;
            }
        }
    }

    /** Does one thing; gives a stop when nothing more can be done now. */
    private @Nullable Stop act(Next next, String step) {
        switch (next) {
            case Next.Read read -> read(read, step);
            case Next.Poll poll -> poll(poll, step);
            case Next.Question question -> witness.ask(question, step);
            case Next.Blocks blocks -> witness.hash(blocks, step);
            case Next.Write write -> write(write, step);
            case Next.Verify verify -> verify(verify, step);
            case Next.Wait wait -> sleep(wait, step);
            case Next.Fail fail -> log.failed(step, fail.why(), true);
            case Next.Resolve resolve -> {
                return resolve(resolve, step);
            }
            case Next.Approval approval -> {
                Asked asked = Asked.of(log.of(target.name()), target.name(), approval.key())
                        .orElseGet(() -> Asked.look(tools, log, target.name(), approval.key(), interpreter));
                String digest = approvalDigest(plan, target, approval.key(), asked);
                if (!log.approved(step, digest, approval.needed(), approval.allowed())) {
                    return new Stop(State.WAITING_FOR_APPROVAL, approval.key(), approval.message());
                }
            }
            case Next.Ask ask -> {
                return new Stop(State.WAITING_FOR_DECISION, ask.key(), ask.question());
            }
            case Next.Aborted aborted -> {
                return new Stop(State.ABORTED, aborted.key(), aborted.why());
            }
            case Next.Finished finished -> {
                return new Stop(State.FINISHED, "", finished.failed());
            }
        }
        return null;
    }

    /** What an approval inside a document is bound to: this plan, this target, this step, and what was found then. */
    static String approvalDigest(Plan plan, Plan.Target target, String key, Asked asked) {
        return CanonicalJson.of(JsonNodeFactory.instance
                        .arrayNode()
                        .add(plan.digest())
                        .add(target.name())
                        .add(key)
                        .add(asked.digest()))
                .sha256();
    }

    private void read(Next.Read read, String step) {
        tools.progress().at(0, 0, read.say());
        try {
            JsonNode answer = answer(read);
            Line line = interpreter.read(read, answer);
            if (read.step().handling().evidence()) {
                byte[] content = CanonicalJson.of(answer).text().getBytes(StandardCharsets.UTF_8);
                Evidence kept = tools.evidence()
                        .keep(
                                log.run(),
                                "api-answer",
                                read.say(),
                                tools.reads().principal(read.call()),
                                read.call().operation() + " in " + read.call().scope() + " with "
                                        + CanonicalJson.of(read.call().request())
                                                .text(),
                                log.now(),
                                content);
                line.body().put("evidence", kept.sha256());
            }
            line.body().put("say", read.say()).put("operation", read.call().operation());
            log.add(step, line);
        } catch (AwsFailure failure) {
            log.failed(step, failure.explain(), false);
        } catch (IllegalArgumentException e) {
            log.failed(step, String.valueOf(e.getMessage()), true);
        }
    }

    /** The answer; where there is nothing, what says so. */
    private JsonNode answer(Next.Read read) {
        try {
            return tools.reads().answer(read.call());
        } catch (AwsFailure failure) {
            if (read.step().handling().absentOn().contains(failure.code())) {
                return JsonNodeFactory.instance.objectNode().put("absent", failure.code());
            }
            throw failure;
        }
    }

    private void poll(Next.Poll poll, String step) {
        tools.progress().at(0, 0, poll.say());
        String[] last = {"nothing"};
        boolean reached = tools.until(log, poll.deadline(), () -> {
            JsonNode answer = tools.reads().answer(poll.call());
            last[0] = poll.found(answer);
            return poll.satisfied(answer);
        });
        if (reached) {
            ObjectNode body = JsonNodeFactory.instance.objectNode().put("found", last[0]);
            body.put("say", poll.say()).put("operation", poll.call().operation());
            log.add(step, new Line(Kind.READ, body));
        } else {
            log.failed(step, "waited for " + poll.desired() + " until " + poll.deadline() + ", found " + last[0], true);
        }
    }

    private void write(Next.Write write, String step) {
        tools.progress().at(0, 0, write.say());
        JsonNode before;
        try {
            before = write.prior() == null
                    ? NullNode.getInstance()
                    : tools.reads().state(write.prior());
        } catch (AwsFailure failure) {
            log.failed(step, "the state before could not be read: " + failure.explain(), false);
            return;
        }
        Line line = interpreter.intent(write, log.of(target.name()), before, planned(write));
        if (line.kind() == Kind.INTENT && plan.showsEveryWrite() && !inPlan(write.key())) {
            log.failed(step, "the resource has changed since the plan was made, which did not show this write", true);
            return;
        }
        line.body().put("say", write.say()).put("operation", write.call().operation());
        log.add(step, line);
        if (line.kind() == Kind.INTENT) {
            call(write, step);
        }
    }

    private void call(Next.Write write, String step) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        try {
            JsonNode answer = tools.writer()
                    .write(
                            write.call().scope(),
                            write.call().service(),
                            write.call().api(),
                            write.call().request());
            String partial = PartialAnswer.of(answer);
            if (partial.isEmpty()) {
                body.set("outputs", interpreter.outputs(write, answer));
                log.add(step, new Line(Kind.DONE, body));
            } else {
                body.put("called", true).put("partial", true).put("final", true);
                log.add(step, new Line(Kind.FAILED, body.put("why", "done only in part: " + partial)));
            }
        } catch (AwsFailure failure) {
            body.put("called", true).put("ambiguous", failure.ambiguous()).put("code", failure.code());
            log.add(step, new Line(Kind.FAILED, body.put("why", failure.explain())));
        } catch (IllegalArgumentException e) {
            body.put("called", true).put("final", true).put("why", String.valueOf(e.getMessage()));
            log.add(step, new Line(Kind.FAILED, body));
        }
    }

    /** The state that was found when people were asked: for the plan, or for the step; null when nobody was. */
    private @Nullable JsonNode planned(Next.Write write) {
        if (!plan.showsEveryWrite()) {
            return Asked.found(log.of(target.name()), target.name(), write).orElse(null);
        }
        return Optional.ofNullable(planned.get(write.key()))
                .map(Plan.Step::found)
                .filter(found -> !found.equals(DryWalk.LATER))
                .orElse(null);
    }

    private boolean inPlan(String key) {
        return planned.containsKey(key);
    }

    private void verify(Next.Verify verify, String step) {
        Set<String> apart = Set.copyOf(verify.step().handling().volatileMembers());
        if (tools.settles(log, verify.lookup(), verify.wanted(), apart, verify.deadline())) {
            log.add(
                    step,
                    new Line(Kind.MOVED, JsonNodeFactory.instance.objectNode().put("verified", true)));
        } else {
            log.failed(step, "AWS took the change, but reading does not show it by " + verify.deadline(), true);
        }
    }

    private void sleep(Next.Wait wait, String step) {
        Duration left = Duration.between(log.now(), wait.until());
        if (left.isPositive()) {
            tools.pause().of(left);
        }
        log.add(step, new Line(Kind.MOVED, JsonNodeFactory.instance.objectNode().put("waited", true)));
    }

    private @Nullable Stop resolve(Next.Resolve resolve, String step) {
        String question;
        try {
            JsonNode found = tools.reads().state(resolve.lookup());
            @Nullable Line line = interpreter.resolved(resolve, found);
            if (line != null) {
                log.add(step, line);
                if (line.kind() == Kind.DECIDED) {
                    tools.pause().of(BEFORE_REDOING);
                }
                return null;
            }
            question = "The state is neither as before nor as wanted. Look at it, then resume with --decide " + step
                    + "=done or =redo";
        } catch (AwsFailure failure) {
            question = "It is not known whether the change took effect, and it could not be looked up: "
                    + failure.explain() + ". Resume when it can, or with --decide " + step + "=done or =redo";
        }
        return new Stop(State.WAITING_FOR_DECISION, resolve.key(), question);
    }
}

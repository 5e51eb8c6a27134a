package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.aws.ReadOperations;
import dev.holdfast.content.Baseline;
import dev.holdfast.content.PriceList;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.Runbook.Reading;
import dev.holdfast.content.Runbook.Request;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.RunbookStep.Call;
import dev.holdfast.content.RunbookStep.Handling;
import dev.holdfast.content.Template;
import dev.holdfast.model.Scope;
import dev.holdfast.runbook.DryWalk;
import dev.holdfast.runbook.StateForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** A plan in the making. */
final class PlanDraft {
    private final String id;
    private final Instant createdAt;
    private final List<Plan.Target> targets = new ArrayList<>();
    private final List<Plan.Step> steps = new ArrayList<>();
    private final List<String> irreversible = new ArrayList<>();
    private final List<Plan.Proposal> proposals = new ArrayList<>();
    private final List<Plan.Problem> problems = new ArrayList<>();
    private final List<Plan.Problem> left = new ArrayList<>();
    private final Map<String, Integer> costs = new TreeMap<>();
    /** Equal values of many steps, held once: a plan for a thousand accounts says the same in most of them. */
    private final Map<Object, Object> same = new ConcurrentHashMap<>();

    private final Set<Scope> making = ConcurrentHashMap.newKeySet();

    PlanDraft(String id, Instant createdAt) {
        this.id = id;
        this.createdAt = createdAt;
    }

    String id() {
        return id;
    }

    /** Accounts and regions in which something is made. */
    Set<Scope> making() {
        return making;
    }

    int targetCount() {
        return targets.size();
    }

    @SuppressWarnings("unchecked")
    private <T> T once(T value) {
        Object earlier = same.putIfAbsent(value, value);
        return earlier == null ? value : (T) earlier;
    }

    /** The target that would be added next. */
    Plan.Target target(Wish wish, Runbook runbook, ObjectNode parameters) {
        return new Plan.Target(
                Integer.toString(targets.size() + 1),
                runbook.id(),
                runbook.digest(),
                once(parameters),
                once(wish.scope().account().value()),
                once(wish.scope().region().value()),
                wish.resource(),
                runbook.settings().baseline() == null
                        ? ""
                        : runbook.settings().baseline().wave().name().toLowerCase(Locale.ROOT));
    }

    void problem(String resource, String document, String why) {
        problems.add(new Plan.Problem(resource, document, why));
    }

    void leave(Wish wish, String why) {
        left.add(new Plan.Problem(wish.resource(), wish.document(), why));
    }

    void propose(Wish wish, String owner, List<DryWalk.Write> writes) {
        String changes =
                String.join("; ", writes.stream().map(w -> w.next().say()).toList());
        proposals.add(new Plan.Proposal(
                wish.resource(),
                wish.scope().account().value(),
                wish.scope().region().value(),
                wish.document(),
                owner,
                "Make this change there: " + changes,
                writes.stream().map(PlanDraft::change).toList()));
    }

    private static Plan.Change change(DryWalk.Write write) {
        JsonNode wanted = write.next().wanted();
        return new Plan.Change(
                write.next().call().operation(),
                StateForm.withoutNulls(write.found()),
                wanted == null ? write.next().call().request() : wanted);
    }

    /** What is to be done, as far as a plan tells it. For many threads. */
    Look.Work work(Runbook runbook, ObjectNode parameters, List<DryWalk.Write> writes) {
        boolean makes = writes.stream().anyMatch(w -> w.found().isNull());
        return new Look.Work(
                runbook, once(parameters), writes.stream().map(this::planned).toList(), makes);
    }

    private Look.Planned planned(DryWalk.Write write) {
        Handling handling = write.next().step().handling();
        JsonNode wanted = write.next().wanted();
        JsonNode undo = write.intent().path("undo");
        return new Look.Planned(
                write.next().step(),
                once(write.next().key()),
                once(write.next().say()),
                once(StateForm.withoutNulls(write.found())),
                once(wanted == null ? NullNode.getInstance() : wanted),
                handling.irreversible().isEmpty()
                        ? once(undo.path("service").asText() + ":"
                                + undo.path("api").asText())
                        : handling.irreversible());
    }

    /** Adds a target with the writes that a walk found. */
    void add(Plan.Target target, Runbook runbook, List<Look.Planned> writes) {
        targets.add(target);
        Baseline baseline = runbook.settings().baseline();
        if (baseline != null) {
            baseline.costs().forEach(c -> {
                int times = c.each().isEmpty()
                        ? 1
                        : target.parameters().path(c.each()).size();
                if (times > 0) {
                    costs.merge(c.price(), c.count() * times, Integer::sum);
                }
            });
        }
        writes.forEach(write -> add(target, runbook, write));
    }

    /** Adds a target with the writes as its document has them. */
    void addAsWritten(Plan.Target target, Runbook runbook) {
        targets.add(target);
        for (RunbookStep step : RunbookStep.flat(runbook.steps())) {
            if (step.writes()) {
                JsonNode wanted = step.handling().wanted();
                add(
                        target,
                        runbook,
                        new Look.Planned(
                                step,
                                step.name(),
                                known(
                                        target,
                                        step.handling().say().isEmpty()
                                                ? step.name()
                                                : step.handling().say()),
                                NullNode.getInstance(),
                                wanted == null ? NullNode.getInstance() : wanted,
                                undo(step.handling())));
            }
        }
    }

    /** Fills in the parameters; what only the run will know stays a reference. */
    private static String known(Plan.Target target, String say) {
        return Template.fill(
                        TextNode.valueOf(say),
                        name -> target.parameters().has(name)
                                ? target.parameters().get(name)
                                : TextNode.valueOf("{{ " + name + " }}"))
                .asText();
    }

    private static String undo(Handling handling) {
        if (!handling.irreversible().isEmpty()) {
            return handling.irreversible();
        }
        List<String> calls = new ArrayList<>();
        if (handling.restore() != null) {
            calls.add(handling.restore().operation());
        }
        if (handling.remove() != null) {
            calls.add(handling.remove().operation());
        }
        return String.join(" or ", calls);
    }

    private void add(Plan.Target target, Runbook runbook, Look.Planned write) {
        RunbookStep step = write.step();
        Call call = (Call) step.action();
        steps.add(new Plan.Step(
                steps.size() + 1,
                target.name(),
                write.key(),
                target.account(),
                target.region(),
                runbook.id(),
                write.name(),
                once(call.request().operation()),
                write.found(),
                write.wanted(),
                write.undo(),
                step.handling().risk(),
                once(permissions(step, call))));
        if (!step.handling().irreversible().isEmpty()) {
            irreversible.add("Step " + steps.size() + ", " + write.name() + ": " + write.undo());
        }
    }

    private static List<String> permissions(RunbookStep step, Call call) {
        Handling handling = step.handling();
        TreeSet<String> out = new TreeSet<>(handling.permissions());
        if (out.isEmpty()) {
            out.add(call.request().operation());
            addUndo(handling, out);
        }
        Reading prior = handling.prior();
        if (prior != null) {
            ReadOperations.action(prior.request().service(), prior.request().api())
                    .ifPresent(out::add);
            if (prior.request().each() != null) {
                Request about = prior.request().each().request();
                ReadOperations.action(about.service(), about.api()).ifPresent(out::add);
            }
        }
        return List.copyOf(out);
    }

    private static void addUndo(Handling handling, Set<String> out) {
        if (handling.restore() != null) {
            out.add(handling.restore().operation());
        }
        if (handling.remove() != null) {
            out.add(handling.remove().operation());
        }
    }

    Plan plan(String kind, String title, Planner.Terms terms) {
        left.addAll(0, terms.bounds().left());
        return new Plan(
                id,
                kind,
                title,
                terms.configDigest(),
                terms.caller(),
                createdAt,
                terms.approvals(),
                targets,
                steps,
                irreversible,
                proposals,
                problems,
                costs.entrySet().stream()
                        .map(c -> {
                            PriceList.Price price = terms.prices().of(c.getKey());
                            return new Plan.Cost(
                                    price.what(),
                                    c.getValue(),
                                    price.times(c.getValue()),
                                    terms.prices().asOf());
                        })
                        .toList(),
                left,
                terms.bounds().mostFailures(),
                List.of());
    }
}

package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** A plan as JSON, without its digest. */
final class PlanJson {
    private static final int SCHEMA_VERSION = 1;
    private static final String TARGETS = "targets";
    private static final String STEPS = "steps";

    private PlanJson() {}

    static ObjectNode write(Plan plan) {
        ObjectNode out = head(plan);
        targets(plan).forEach(out.withArray(TARGETS)::add);
        steps(plan).forEach(out.withArray(STEPS)::add);
        return out;
    }

    /** The lists that grow with the organization, element by element. */
    static Map<String, Iterable<JsonNode>> lists(Plan plan) {
        return Map.of(
                TARGETS,
                () -> targets(plan).iterator(),
                STEPS,
                () -> steps(plan).iterator());
    }

    private static Stream<JsonNode> targets(Plan plan) {
        return plan.targets().stream().map(PlanJson::write);
    }

    private static Stream<JsonNode> steps(Plan plan) {
        return plan.steps().stream().map(PlanJson::write);
    }

    private static JsonNode write(Plan.Target target) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", target.name()).put("document", target.document());
        json.put("documentDigest", target.documentDigest()).set("parameters", target.parameters());
        json.put("account", target.account()).put("region", target.region());
        return json.put("resource", target.resource()).put("wave", target.wave());
    }

    /** The plan without its targets and steps, whose lists are empty. */
    static ObjectNode head(Plan plan) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("schemaVersion", SCHEMA_VERSION).put("id", plan.id()).put("kind", plan.kind());
        out.put("title", plan.title()).put("configDigest", plan.configDigest()).put("caller", plan.caller());
        out.put("createdAt", plan.createdAt().toString()).put("approvals", plan.approvals());
        out.putArray(TARGETS);
        out.putArray(STEPS);
        plan.irreversible().forEach(out.putArray("irreversible")::add);
        ArrayNode proposals = out.putArray("proposals");
        for (Plan.Proposal proposal : plan.proposals()) {
            ObjectNode json = proposals.addObject();
            json.put("resource", proposal.resource()).put("account", proposal.account());
            json.put("region", proposal.region()).put("document", proposal.document());
            json.put("owner", proposal.owner()).put("advice", proposal.advice());
            ArrayNode patch = json.putArray("patch");
            for (Plan.Change change : proposal.patch()) {
                ObjectNode one = patch.addObject().put("operation", change.operation());
                one.set("found", change.found());
                one.set("wanted", change.wanted());
            }
        }
        problems(out.putArray("problems"), plan.problems());
        problems(out.putArray("leftAlone"), plan.left());
        if (plan.mostFailures() < Plan.NO_LIMIT) {
            out.put("mostFailures", plan.mostFailures());
        }
        if (!plan.effects().isEmpty()) {
            plan.effects().forEach(out.putArray("effects")::add);
        }
        ArrayNode costs = out.putArray("costs");
        for (Plan.Cost cost : plan.costs()) {
            ObjectNode json = costs.addObject();
            json.put("price", cost.price()).put("count", cost.count());
            json.put("monthly", cost.monthly()).put("currency", Plan.CURRENCY).put("asOf", cost.asOf());
        }
        out.set("blastRadius", radius(plan));
        return out;
    }

    private static void problems(ArrayNode out, List<Plan.Problem> problems) {
        for (Plan.Problem problem : problems) {
            ObjectNode json = out.addObject();
            json.put("resource", problem.resource()).put("document", problem.document());
            json.put("why", problem.why());
        }
    }

    /** How far a plan reaches. */
    private static ObjectNode radius(Plan plan) {
        Set<String> accounts = new TreeSet<>();
        Set<String> regions = new TreeSet<>();
        plan.targets().forEach(t -> {
            accounts.add(t.account());
            regions.add(t.region());
        });
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        return out.put("accounts", accounts.size())
                .put("regions", regions.size())
                .put("targets", plan.targets().size())
                .put("writes", plan.steps().size());
    }

    static JsonNode write(Plan.Step step) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("n", step.n()).put("target", step.target()).put("key", step.key());
        json.put("account", step.account()).put("region", step.region()).put("kind", step.kind());
        json.put("name", step.name()).put("operation", step.operation());
        json.set("found", step.found());
        json.set("wanted", step.wanted());
        json.put("undo", step.undo()).put("risk", step.risk());
        step.permissions().forEach(json.putArray("permissions")::add);
        return json;
    }

    /**
     * Reads a plan strictly: whatever would not come out again the same is refused.
     *
     * @throws Refusal when it is not a plan that this version wrote
     */
    static Plan read(JsonNode json) {
        try {
            Plan plan = new Plan(
                    text(json, "id"),
                    text(json, "kind"),
                    text(json, "title"),
                    text(json, "configDigest"),
                    text(json, "caller"),
                    Instant.parse(text(json, "createdAt")),
                    json.path("approvals").asInt(),
                    list(json, "targets", PlanJson::target),
                    list(json, "steps", PlanJson::step),
                    list(json, "irreversible", JsonNode::asText),
                    list(
                            json,
                            "proposals",
                            p -> new Plan.Proposal(
                                    text(p, "resource"),
                                    text(p, "account"),
                                    text(p, "region"),
                                    text(p, "document"),
                                    text(p, "owner"),
                                    text(p, "advice"),
                                    list(
                                            p,
                                            "patch",
                                            c -> new Plan.Change(
                                                    text(c, "operation"), c.path("found"), c.path("wanted"))))),
                    list(json, "problems", PlanJson::problem),
                    list(
                            json,
                            "costs",
                            c -> new Plan.Cost(
                                    text(c, "price"), c.path("count").asInt(), text(c, "monthly"), text(c, "asOf"))),
                    list(json, "leftAlone", PlanJson::problem),
                    json.path("mostFailures").asInt(Plan.NO_LIMIT),
                    json.has("effects") ? list(json, "effects", e -> e) : List.of());
            if (!write(plan).equals(json)) {
                throw new Refusal("the plan holds members that this version does not know; make a new plan");
            }
            return plan;
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new Refusal("not a plan: " + e.getMessage() + "; make a new one");
        }
    }

    private static Plan.Problem problem(JsonNode json) {
        return new Plan.Problem(text(json, "resource"), text(json, "document"), text(json, "why"));
    }

    private static Plan.Target target(JsonNode json) {
        if (!(json.path("parameters") instanceof ObjectNode parameters)) {
            throw new IllegalArgumentException("a target without parameters");
        }
        return new Plan.Target(
                text(json, "name"),
                text(json, "document"),
                text(json, "documentDigest"),
                parameters.deepCopy(),
                text(json, "account"),
                text(json, "region"),
                text(json, "resource"),
                text(json, "wave"));
    }

    private static Plan.Step step(JsonNode json) {
        return new Plan.Step(
                json.path("n").asInt(),
                text(json, "target"),
                text(json, "key"),
                text(json, "account"),
                text(json, "region"),
                text(json, "kind"),
                text(json, "name"),
                text(json, "operation"),
                json.path("found"),
                json.path("wanted"),
                text(json, "undo"),
                text(json, "risk"),
                list(json, "permissions", JsonNode::asText));
    }

    private static String text(JsonNode json, String name) {
        if (!json.path(name).isTextual()) {
            throw new IllegalArgumentException("`" + name + "` is missing");
        }
        return json.path(name).textValue();
    }

    private static <T> List<T> list(JsonNode json, String name, Function<JsonNode, T> read) {
        if (!json.path(name).isArray()) {
            throw new IllegalArgumentException("`" + name + "` is missing");
        }
        List<T> out = new ArrayList<>();
        json.path(name).forEach(item -> out.add(read.apply(item)));
        return out;
    }
}

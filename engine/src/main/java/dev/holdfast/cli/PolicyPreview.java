package dev.holdfast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.change.Plan;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.RunbookStep.Call;
import dev.holdfast.content.Template;
import dev.holdfast.lake.EventLake;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.posture.PolicyEffects;
import dev.holdfast.posture.PolicyEffects.Denied;
import dev.holdfast.posture.PolicyEffects.Effect;
import dev.holdfast.posture.PolicyEffects.Policy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells of each policy in a plan who would have been denied by it, had it held before. */
final class PolicyPreview {
    private static final int MOST_TOLD = 50;

    private PolicyPreview() {}

    /** The plan with what is known; as it is when it holds no policy. */
    static Plan of(Plan plan, Map<String, Runbook> documents, Path snapshot, EventLake lake) {
        List<Policy> policies = new ArrayList<>();
        plan.targets().forEach(t -> policy(t, documents).ifPresent(policies::add));
        if (policies.isEmpty()) {
            return plan;
        }
        Workspace workspace = Workspace.over(snapshot);
        workspace.events(lake);
        List<JsonNode> out = new ArrayList<>();
        try (Snapshot open = workspace.lock(QueryLimits.USUAL)) {
            PolicyEffects effects = new PolicyEffects(open);
            policies.forEach(p -> out.add(told(p, effects)));
        }
        return plan.with(out);
    }

    private static JsonNode told(Policy policy, PolicyEffects effects) {
        try {
            return json(effects.of(policy));
        } catch (QueryFailure e) {
            return json(new Effect(policy.name(), 0, List.of(), List.of("it could not be asked: " + e.getMessage())));
        }
    }

    /** The policy that a document makes, with the target's parameters in its text. */
    private static Optional<Policy> policy(Plan.Target target, Map<String, Runbook> documents) {
        Runbook document = documents.get(target.document());
        if (document == null) {
            return Optional.empty();
        }
        for (RunbookStep step : RunbookStep.flat(document.steps())) {
            if (step.action() instanceof Call call && call.request().operation().equals("organizations:CreatePolicy")) {
                try {
                    JsonNode request = Template.fill(call.request().members(), name -> {
                        JsonNode value = target.parameters().get(name);
                        return value == null ? MissingNode.getInstance() : value;
                    });
                    Set<String> on = new HashSet<>();
                    target.parameters()
                            .path("Attach")
                            .forEach(a -> on.add(a.path("Id").asText()));
                    return Optional.of(new Policy(
                            request.path("Name").asText(),
                            request.path("Type").asText(),
                            JsonValues.JSON.readTree(request.path("Content").asText()),
                            on));
                } catch (JsonProcessingException | Template.Missing e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static ObjectNode json(Effect effect) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("policy", effect.policy()).put("accounts", effect.accounts());
        out.put(
                "principals",
                effect.denied().stream().map(Denied::principal).distinct().count());
        out.put("acts", effect.denied().stream().mapToLong(Denied::count).sum());
        effect.denied().stream()
                .limit(MOST_TOLD)
                .forEach(d -> out.withArray("denied")
                        .addObject()
                        .put("principal", d.principal())
                        .put("account", d.account())
                        .put("what", d.what())
                        .put("region", d.region())
                        .put("count", d.count())
                        .put("last", d.last())
                        .put("source", d.source())
                        .put("certain", d.certain()));
        effect.notKnown().forEach(out.withArray("notKnown")::add);
        return out;
    }
}

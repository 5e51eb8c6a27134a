package dev.holdfast.posture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.content.Check;
import dev.holdfast.content.Guard;
import dev.holdfast.content.Guard.Denial;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.Decision;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the failures that a policy of the organization already makes harmless. Says so only when it is certain: policies
 * and the account's place were read without a gap, and every word of the denying statement is understood. The management
 * account is never shielded.
 */
public final class Mitigation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DECLARATIVE = "DECLARATIVE_POLICY_EC2";
    private static final List<String> NEEDED = List.of("aws_organizations_policy", "aws_organizations_organization");

    /** A policy that is attached to something. */
    private record Policy(String id, String name, String type, JsonNode content, Set<String> targets) {}

    private final Places places;
    private final List<Policy> policies = new ArrayList<>();
    private final Map<String, Guard> guards = new HashMap<>();
    private String organization = "";
    private String management = "";
    private boolean known;

    /**
     * @param snapshot tells policies and where accounts lie
     * @param checks tell what would have to be denied
     */
    public Mitigation(Snapshot snapshot, List<Check> checks) {
        this.places = new Places(snapshot);
        for (Check check : checks) {
            Guard guard = check.guard();
            if (guard != null) {
                guards.put(check.id(), guard);
            }
        }
        known = !guards.isEmpty() && NEEDED.stream().allMatch(places::whole);
        if (known) {
            snapshot.query("SELECT id, master_account_id FROM aws_organizations_organization", c -> {}, row -> {
                organization = row.path("id").asText("");
                management = row.path("master_account_id").asText("");
            });
            snapshot.query(
                    "SELECT id, name, type, content, targets FROM aws_organizations_policy ORDER BY id",
                    c -> {},
                    row -> policy(row));
        }
        known &= !organization.isEmpty() && !management.isEmpty();
    }

    private void policy(JsonNode row) {
        Set<String> targets = new HashSet<>();
        row.path("targets").forEach(t -> targets.add(t.path("TargetId").asText()));
        try {
            policies.add(new Policy(
                    row.path("id").asText(),
                    row.path("name").asText(),
                    row.path("type").asText(),
                    JSON.readTree(row.path("content").asText("")),
                    targets));
        } catch (JsonProcessingException e) {
            known = false;
        }
    }

    /** The findings with guardrails taken into account. */
    public List<Finding> apply(List<Finding> findings) {
        return known ? findings.stream().map(this::apply).toList() : findings;
    }

    private Finding apply(Finding finding) {
        Guard guard = guards.get(finding.rule());
        if (guard == null
                || finding.outcome() != Outcome.FAIL
                || finding.account().isEmpty()
                || finding.account().equals(management)) {
            return finding;
        }
        List<String> path = places.path(finding.account());
        if (path == null) {
            return finding;
        }
        List<Policy> above = policies.stream()
                .filter(p -> path.stream().anyMatch(p.targets()::contains))
                .toList();
        Decision decision = null;
        for (Denial denial : guard.denials()) {
            decision = decision == null ? denied(denial, above) : decision;
        }
        for (Map.Entry<String, Set<String>> setting : new TreeMap<>(guard.settings()).entrySet()) {
            decision = decision == null ? set(setting.getKey(), setting.getValue(), above) : decision;
        }
        return decision == null
                ? finding
                : finding.decided(
                        Outcome.MITIGATED,
                        finding.reason() + ". Harmless as long as the policy " + decision.by() + " " + decision.why(),
                        decision);
    }

    /** Every action is denied by some statement that lets nothing of the case through. */
    private @Nullable Decision denied(Denial denial, List<Policy> above) {
        Map<String, String> by = new TreeMap<>();
        Set<String> exempt = new TreeSet<>();
        for (String action : denial.actions()) {
            boolean found = false;
            for (Policy policy : above) {
                for (JsonNode statement : statements(policy, denial)) {
                    Set<String> spared = new TreeSet<>();
                    if (!found && GuardStatement.denies(statement, action, denial, organization, spared)) {
                        found = true;
                        by.put(policy.id(), policy.name());
                        exempt.addAll(spared);
                    }
                }
            }
            if (!found) {
                return null;
            }
        }
        String what = "denies " + denial.actions().stream().sorted().collect(Collectors.joining(", "))
                + (denial.when().isEmpty() ? "" : " in this case");
        return decision(by, exempt.isEmpty() ? what : what + ", except for " + String.join(", ", exempt));
    }

    private static Iterable<JsonNode> statements(Policy policy, Denial denial) {
        if (!policy.type().equals(denial.type().name())) {
            return List.of();
        }
        JsonNode statements = policy.content().path("Statement");
        return statements.isArray() ? statements : List.of(statements);
    }

    /** Every policy on the way that speaks of the setting closes the case, and one does speak. */
    private static @Nullable Decision set(String path, Set<String> wanted, List<Policy> above) {
        Map<String, String> by = new TreeMap<>();
        String value = "";
        for (Policy policy : above) {
            JsonNode node = policy.type().equals(DECLARATIVE)
                    ? policy.content().at("/" + path.replace('.', '/'))
                    : policy.content().path("\u0000");
            if (!node.isMissingNode()) {
                value = node.path("@@assign").asText("");
                if (!wanted.contains(value)) {
                    return null;
                }
                by.put(policy.id(), policy.name());
            }
        }
        return by.isEmpty() ? null : decision(by, "sets " + path + " to " + value);
    }

    private static Decision decision(Map<String, String> by, String why) {
        return new Decision(
                Decision.Kind.GUARDRAIL,
                String.join(", ", by.keySet()),
                String.join(", ", new TreeSet<>(by.values())),
                why,
                "");
    }
}

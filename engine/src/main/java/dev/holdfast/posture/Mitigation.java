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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the failures that a policy of the organization already makes harmless. Says so only when it is certain: policies
 * and the account's place were read without a gap, the type of policy is on, and every word of the denying statement is
 * understood. The management account is never shielded: no such policy binds it.
 */
// Source: AWS Organizations User Guide, "Service control policies", "Resource control policies", "Declarative
// policies".
public final class Mitigation {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The first member of a setting's path to the type of policy that it stands in. */
    private static final Map<String, String> DECLARATIVE =
            Map.of("ec2_attributes", "DECLARATIVE_POLICY_EC2", "s3_attributes", "S3_POLICY");

    /** A policy that is attached to something. */
    private record Policy(String id, String name, String type, JsonNode content, Set<String> targets) {}

    private final Places places;
    private final List<Policy> policies = new ArrayList<>();
    private final Map<String, Guard> guards = new HashMap<>();
    private final Set<String> on = new HashSet<>();

    /** What was found for a check in an account and region; a failing check repeats itself there. */
    private final Map<String, Optional<Guarding>> closed = new HashMap<>();

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
        known = !guards.isEmpty()
                && places.whole("aws_organizations_policy", "content", "targets")
                && places.whole("aws_organizations_organization")
                && places.whole("aws_organizations_root", "policy_types");
        if (known) {
            snapshot.query("SELECT id, master_account_id FROM aws_organizations_organization", c -> {}, row -> {
                organization = row.path("id").asText("");
                management = row.path("master_account_id").asText("");
            });
            snapshot.query(
                    "SELECT policy_types FROM aws_organizations_root",
                    c -> {},
                    row -> row.path("policy_types").forEach(t -> {
                        if (t.path("Status").asText().equals("ENABLED")) {
                            on.add(t.path("Type").asText());
                        }
                    }));
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
            JsonNode content = JSON.readTree(row.path("content").asText(""));
            policies.add(new Policy(
                    row.path("id").asText(),
                    row.path("name").asText(),
                    row.path("type").asText(),
                    content,
                    targets));
            known &= content.isObject();
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
        String place = finding.rule() + " " + finding.account() + " " + finding.region();
        return closed.computeIfAbsent(place, k -> Optional.ofNullable(by(guard, path, finding.region())))
                .map(by -> decided(finding, by, path))
                .orElse(finding);
    }

    private @Nullable Guarding by(Guard guard, List<String> path, String region) {
        List<Policy> above = policies.stream()
                .filter(p -> on.contains(p.type()) && path.stream().anyMatch(p.targets()::contains))
                .toList();
        Guarding by = null;
        for (Denial denial : guard.denials()) {
            by = by == null ? denied(denial, above, denial.here() ? region : "") : by;
        }
        for (Map<String, Set<String>> together : guard.settings()) {
            by = by == null ? set(together, above) : by;
        }
        return by;
    }

    /** The policies that close a case, and what they say. */
    private record Guarding(Map<String, Policy> policies, String what) {}

    private Finding decided(Finding finding, Guarding by, List<String> path) {
        List<String> named = new ArrayList<>();
        by.policies()
                .forEach((id, policy) -> named.add("policy " + policy.name() + " (" + id + "), attached to "
                        + path.stream()
                                .filter(policy.targets()::contains)
                                .findFirst()
                                .map(places::label)
                                .orElse("")));
        String who = String.join(" and ", named);
        Decision decision = new Decision(
                Decision.Kind.GUARDRAIL, String.join(", ", by.policies().keySet()), who, by.what(), "");
        return finding.decided(
                Outcome.MITIGATED, finding.reason() + ". Harmless as long as " + who + " " + by.what(), decision);
    }

    /** Every action is denied on every way in, by some statement that lets nothing of the case through. */
    private @Nullable Guarding denied(Denial denial, List<Policy> above, String region) {
        Map<String, Policy> by = new TreeMap<>();
        for (String action : denial.actions()) {
            for (Map<String, Map<String, Set<String>>> way : denial.ways()) {
                Policy policy = above.stream()
                        .filter(p -> statements(p, denial).stream()
                                .anyMatch(s ->
                                        new GuardStatement(s, denial.type(), organization).denies(action, way, region)))
                        .findFirst()
                        .orElse(null);
                if (policy == null) {
                    return null;
                }
                by.put(policy.id(), policy);
            }
        }
        String what = by.size() == 1 ? "denies " : "deny ";
        return new Guarding(
                by,
                what
                        + denial.actions().stream().sorted().collect(Collectors.joining(", "))
                        + (denial.ways().equals(List.of(Map.of())) ? "" : " in this case"));
    }

    private static List<JsonNode> statements(Policy policy, Denial denial) {
        if (!policy.type().equals(denial.type().name())) {
            return List.of();
        }
        JsonNode given = policy.content().path("Statement");
        List<JsonNode> out = new ArrayList<>();
        if (given.isArray()) {
            given.forEach(out::add);
        } else {
            out.add(given);
        }
        return out;
    }

    /** For each setting: every policy on the way that speaks of it closes the case, and one does speak. */
    private static @Nullable Guarding set(Map<String, Set<String>> together, List<Policy> above) {
        Map<String, Policy> by = new TreeMap<>();
        List<String> said = new ArrayList<>();
        for (Map.Entry<String, Set<String>> setting : new TreeMap<>(together).entrySet()) {
            String path = setting.getKey();
            String type = DECLARATIVE.getOrDefault(path.substring(0, path.indexOf('.')), "");
            boolean spoken = false;
            for (Policy policy : above) {
                JsonNode node = policy.content().at("/" + path.replace('.', '/'));
                if (policy.type().equals(type) && !node.isMissingNode()) {
                    if (!setting.getValue().contains(node.path("@@assign").asText(""))) {
                        return null;
                    }
                    spoken = true;
                    by.put(policy.id(), policy);
                }
            }
            if (!spoken) {
                return null;
            }
            said.add(path + " to " + String.join(" or ", setting.getValue()));
        }
        return new Guarding(by, (by.size() == 1 ? "sets " : "set ") + String.join(" and ", said));
    }
}

package dev.holdfast.insight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.Workspace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who may do what: the users and roles of every account with their policies, the root users, and the people of Identity
 * Center; and which roles each of them can take on, also over several accounts.
 */
final class Identities {
    /** A user, a role, a root user, or a person or group of Identity Center. */
    record Identity(
            String id, String account, String kind, List<Grant> grants, List<Grant> boundary, boolean bounded) {}

    private final Map<String, Identity> byId = new TreeMap<>();
    private final Map<String, List<Identity>> byAccount = new HashMap<>();
    /** Role to who trusts whom. */
    private final Map<String, List<Grant>> trust = new HashMap<>();
    /** Account to the statements of control policies that bind it. */
    private final Map<String, List<Grant>> guards = new HashMap<>();

    /** Account to permission set to the people of Identity Center who have it there. */
    private final Map<String, Map<String, Set<String>>> seats = new HashMap<>();

    private Identities() {}

    static final List<String> VIEWS = List.of(
            "holdfast_user_policy_statement",
            "holdfast_group_policy_statement",
            "holdfast_role_policy_statement",
            "holdfast_managed_policy_statement",
            "holdfast_trust_policy_statement",
            "holdfast_policy_attachment");

    /** These alone, with the statements of their roles' trust policies. */
    static Identities of(List<Identity> identities, Map<String, List<Grant>> trust) {
        Identities out = new Identities();
        identities.forEach(out::keep);
        out.trust.putAll(trust);
        return out;
    }

    static Identities read(Workspace workspace) {
        Identities out = new Identities();
        Map<String, List<Grant>> own = new HashMap<>();
        for (String kind : List.of("user", "group", "role")) {
            workspace.query(
                    "SELECT * FROM holdfast_" + kind + "_policy_statement WHERE effect IS NOT NULL",
                    row -> own.computeIfAbsent(row.path("resource").asText(), k -> new ArrayList<>())
                            .add(Grant.of(row)));
        }
        Map<String, List<Grant>> managed = new HashMap<>();
        workspace.query(
                "SELECT * FROM holdfast_managed_policy_statement WHERE effect IS NOT NULL",
                row -> managed.computeIfAbsent(key(row, "resource"), k -> new ArrayList<>())
                        .add(Grant.of(row)));
        workspace.query(
                "SELECT account_id, resource, policy_arn FROM holdfast_policy_attachment",
                row -> own.computeIfAbsent(row.path("resource").asText(), k -> new ArrayList<>())
                        .addAll(managed.getOrDefault(key(row, "policy_arn"), List.of())));
        Map<String, List<String>> groups = new HashMap<>();
        workspace.query(
                "SELECT account_id, name, arn FROM aws_iam_group",
                row -> groups.computeIfAbsent(key(row, "name"), k -> new ArrayList<>())
                        .add(row.path("arn").asText()));
        for (String kind : List.of("user", "role")) {
            workspace.query(
                    "SELECT account_id, arn, permissions_boundary_arn" + (kind.equals("user") ? ", groups" : "")
                            + " FROM aws_iam_" + kind,
                    row -> out.add(row, kind, own, managed, groups));
        }
        workspace.query(
                "SELECT * FROM holdfast_trust_policy_statement WHERE effect IS NOT NULL",
                row -> out.trust
                        .computeIfAbsent(row.path("resource").asText(), k -> new ArrayList<>())
                        .add(Grant.of(row)));
        if (workspace.has("holdfast_guardrail") && workspace.has("holdfast_control_policy_statement")) {
            workspace.query(
                    "SELECT g.subject, s.* FROM holdfast_guardrail g JOIN holdfast_control_policy_statement s"
                            + " ON s.resource = g.policy_id WHERE s.effect = 'Deny'",
                    row -> out.guards
                            .computeIfAbsent(row.path("subject").asText(), k -> new ArrayList<>())
                            .add(Grant.of(row)));
        }
        if (workspace.has("aws_organizations_organization")) {
            // These policies never bind what the management account does.
            workspace.query(
                    "SELECT master_account_id AS id FROM aws_organizations_organization",
                    row -> out.guards.remove(row.path("id").asText()));
        }
        if (workspace.has("aws_ssoadmin_account_assignment") && workspace.has("aws_ssoadmin_permission_set")) {
            workspace.query(
                    "SELECT a.principal_type, a.principal_id, a.target_account_id, s.name"
                            + " FROM aws_ssoadmin_account_assignment a JOIN aws_ssoadmin_permission_set s"
                            + " ON s.arn = a.permission_set_arn",
                    row -> out.seats
                            .computeIfAbsent(row.path("target_account_id").asText(), k -> new HashMap<>())
                            .computeIfAbsent(row.path("name").asText(), k -> new HashSet<>())
                            .add("Identity Center "
                                    + row.path("principal_type").asText().toLowerCase(java.util.Locale.ROOT)
                                    + " " + row.path("principal_id").asText()));
        }
        return out;
    }

    private static String key(ObjectNode row, String column) {
        return row.path("account_id").asText() + " " + row.path(column).asText();
    }

    private void add(
            ObjectNode row,
            String kind,
            Map<String, List<Grant>> own,
            Map<String, List<Grant>> managed,
            Map<String, List<String>> groups) {
        String arn = row.path("arn").asText();
        String account = row.path("account_id").asText();
        List<Grant> grants = new ArrayList<>(own.getOrDefault(arn, List.of()));
        for (JsonNode group : row.path("groups")) {
            for (String of : groups.getOrDefault(account + " " + group.asText(), List.of())) {
                grants.addAll(own.getOrDefault(of, List.of()));
            }
        }
        List<Grant> boundary = managed.getOrDefault(
                account + " " + row.path("permissions_boundary_arn").asText(), List.of());
        keep(new Identity(arn, account, kind, grants, boundary, !boundary.isEmpty()));
    }

    private void keep(Identity identity) {
        if (byId.putIfAbsent(identity.id(), identity) == null) {
            byAccount
                    .computeIfAbsent(identity.account(), k -> new ArrayList<>())
                    .add(identity);
        }
    }

    /** The statements of control policies that bind an account. */
    List<Grant> guards(String account) {
        return guards.getOrDefault(account, List.of());
    }

    Optional<Identity> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Every role. */
    List<Identity> roles() {
        return byId.values().stream().filter(i -> i.kind().equals("role")).toList();
    }

    /** The identities of an account, its root user among them once it was added. */
    List<Identity> of(String account) {
        return byAccount.getOrDefault(account, List.of());
    }

    /** Whether an identity's own policies let it do something, as far as can be told: when in doubt, they do. */
    boolean may(Identity who, String action, String resource) {
        String lower = action.toLowerCase(java.util.Locale.ROOT);
        if (guarded(who, lower, resource)) {
            return false;
        }
        if (who.kind().equals("root")) {
            return true;
        }
        return allows(who.grants(), who.id(), lower, resource)
                && (!who.bounded() || allows(who.boundary(), who.id(), lower, resource));
    }

    /** Whether a control policy refuses it to everyone in the account, or to this identity. */
    private boolean guarded(Identity who, String action, String resource) {
        return guards(who.account()).stream().anyMatch(g -> g.about(action, resource) && g.certainlyDenies(who.id()));
    }

    static boolean allows(List<Grant> grants, String who, String action, String resource) {
        boolean allowed = false;
        for (Grant grant : grants) {
            if (grant.about(action, resource)) {
                if (grant.certainlyDenies(who)) {
                    return false;
                }
                allowed |= grant.allow();
            }
        }
        return allowed;
    }

    /** Everybody but the people of Identity Center. */
    Collection<Identity> all() {
        return byId.values();
    }

    /** The statements of a role's trust policy. */
    List<Grant> trust(String role) {
        return trust.getOrDefault(role, List.of());
    }

    /** The people and groups of Identity Center. */
    Set<String> seated() {
        Set<String> out = new HashSet<>();
        seats.values().forEach(sets -> sets.values().forEach(out::addAll));
        return out;
    }

    /** The people of Identity Center for whom a role was made. */
    Set<String> seats(Identity role) {
        Set<String> out = new HashSet<>();
        if (role.id().contains("/AWSReservedSSO_")) {
            seats.getOrDefault(role.account(), Map.of()).forEach((set, people) -> {
                if (role.id().contains("/AWSReservedSSO_" + set + "_")) {
                    out.addAll(people);
                }
            });
        }
        return out;
    }

    /** Adds the root user of an account, who may do what no control policy refuses. */
    void root(String account) {
        String id = "arn:aws:iam::" + account + ":root";
        keep(new Identity(id, account, "root", List.of(), List.of(), false));
    }

    /** Statements by resource, each once. */
    static Map<String, List<Grant>> byResource(Workspace workspace, String view) {
        Map<String, Set<Grant>> found = new LinkedHashMap<>();
        if (workspace.has(view)) {
            workspace.query(
                    "SELECT * FROM " + view + " WHERE effect IS NOT NULL",
                    row -> found.computeIfAbsent(row.path("resource").asText(), k -> new LinkedHashSet<>())
                            .add(Grant.of(row)));
        }
        Map<String, List<Grant>> out = new LinkedHashMap<>();
        found.forEach((resource, grants) -> out.put(resource, List.copyOf(grants)));
        return out;
    }
}

package dev.holdfast.insight;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.insight.Identities.Identity;
import dev.holdfast.lake.ReadSet;
import dev.holdfast.lake.Times;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code holdfast_sole_deleter}: for each resource that has copies, whether one administrator alone can make all of them
 * worthless, by deleting them (lifting a lock first where one can be lifted) or by deleting the key they lie under. Counted
 * are users and roles of each account with what their policies allow, root users, roles that can be taken on in other
 * accounts, and people of Identity Center with the roles of all their accounts. In doubt somebody can.
 */
final class SoleDeleters {
    static final String TABLE = "holdfast_sole_deleter";

    private static final int MOST_NAMES = 5;

    private static final TableSchema SCHEMA = new TableSchema(
            TABLE,
            List.of(
                    new Column("account_id", Type.TEXT),
                    new Column("region", Type.TEXT),
                    new Column("resource", Type.TEXT),
                    new Column("copies", Type.INTEGER),
                    new Column("sole", Type.BOOLEAN),
                    new Column("deleters", Type.INTEGER),
                    new Column("principals", Type.JSON)));

    private final Identities identities;
    private final Map<String, List<Grant>> keys;
    private final Map<String, List<Grant>> guards = new HashMap<>();
    private final Set<String> customerKeys = new HashSet<>();
    private final @Nullable Instant now;
    private final TellingPatterns patterns;
    private final Map<String, Crowd> known = new HashMap<>();
    private final Map<String, Set<String>> destroyers = new HashMap<>();
    /** Each set of people once: many copies have the same deleters, and a large organization has many of both. */
    private final Map<Crowd, Crowd> shared = new HashMap<>();

    private final Map<Set<String>, Crowd> acting = new HashMap<>();
    private final IdentityHashMap<Crowd, Names> named = new IdentityHashMap<>();

    /** People by their numbers, sorted. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Crowd(int[] people) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Crowd(int[] others) && Arrays.equals(people, others);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(people);
        }
    }

    /** How many can delete all copies, and the first few of them. */
    private record Names(int count, ArrayNode few) {}

    private SoleDeleters(Workspace workspace) {
        this.identities = Identities.read(workspace);
        this.patterns = new TellingPatterns(identities);
        this.keys = Identities.byResource(workspace, "holdfast_key_policy_statement");
        guards.putAll(Identities.byResource(workspace, "holdfast_bucket_policy_statement"));
        guards.putAll(Identities.byResource(workspace, "holdfast_backup_vault_policy_statement"));
        workspace.query(
                "SELECT arn FROM aws_kms_key WHERE key_manager = 'CUSTOMER'",
                row -> customerKeys.add(row.path("arn").asText()));
        List<ObjectNode> started = workspace.has("holdfast_snapshot")
                ? workspace.rows("SELECT value FROM holdfast_snapshot WHERE name = 'started'")
                : List.of();
        this.now = started.isEmpty()
                ? null
                : Times.of(started.getFirst().path("value").asText());
    }

    /** Adds the table where everything it is computed from is there. */
    static void derive(Workspace workspace) {
        boolean there = Identities.VIEWS.stream().allMatch(workspace::has)
                && workspace.has(DataResources.VIEW)
                && workspace.has(BackupPoints.ALL)
                && workspace.has("aws_kms_key");
        if (!there) {
            return;
        }
        workspace.derived(
                SCHEMA,
                over -> DataResources.none(over) ? List.<ObjectNode>of() : new SoleDeleters(over).rows(over),
                () -> reads(workspace));
    }

    private static ReadSet reads(Workspace workspace) {
        ReadSet reads = workspace
                .reads("SELECT * FROM " + DataResources.VIEW)
                .and(workspace.reads("SELECT * FROM " + BackupPoints.ALL));
        for (String view : Identities.VIEWS) {
            reads = reads.and(workspace.reads("SELECT * FROM " + view));
        }
        for (String view : List.of(
                "holdfast_key_policy_statement",
                "holdfast_bucket_policy_statement",
                "holdfast_backup_vault_policy_statement",
                "holdfast_guardrail")) {
            reads = workspace.has(view) ? reads.and(workspace.reads("SELECT * FROM " + view)) : reads;
        }
        return reads;
    }

    private List<ObjectNode> rows(Workspace workspace) {
        Map<String, List<Copy>> copies = new LinkedHashMap<>();
        // What AWS Backup made is counted as its point, not a second time as the service's snapshot.
        workspace.query(
                "SELECT * FROM " + BackupPoints.ALL + " WHERE point NOT LIKE '%:awsbackup:%' OR kind = 'vault-point'"
                        + " ORDER BY resource, point",
                row -> copies.computeIfAbsent(row.path("resource").asText(), k -> new ArrayList<>())
                        .add(Copy.of(row)));
        // A root user counts wherever there is something to delete.
        copies.values()
                .forEach(of -> of.forEach(copy -> {
                    identities.root(copy.account());
                    if (copy.key() != null && customerKeys.contains(copy.key())) {
                        identities.root(copy.key().split(":", 6)[4]);
                    }
                }));
        Reach reach = new Reach(identities);
        List<ObjectNode> out = new ArrayList<>();
        Map<String, Names> answers = new HashMap<>();
        workspace.query(
                "SELECT account_id, region, resource FROM " + DataResources.VIEW + " ORDER BY resource", row -> {
                    List<Copy> of = copies.get(row.path("resource").asText());
                    if (of != null) {
                        Names names =
                                answers.computeIfAbsent(row.path("resource").asText(), k -> ofAll(reach, of));
                        out.add(judged(row, of.size(), names));
                    }
                });
        return out;
    }

    private Names ofAll(Reach reach, List<Copy> copies) {
        Set<Crowd> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Copy copy : copies) {
            distinct.add(deleters(reach, copy));
        }
        Crowd sole = null;
        for (Crowd able : distinct) {
            sole = sole == null ? able : once(new Crowd(Reach.both(sole.people(), able.people())));
        }
        return sole == null
                ? new Names(0, JsonNodeFactory.instance.arrayNode())
                : named.computeIfAbsent(sole, all -> names(reach, all));
    }

    private static Names names(Reach reach, Crowd sole) {
        ArrayNode few = JsonNodeFactory.instance.arrayNode();
        reach.names(sole.people(), MOST_NAMES).forEach(few::add);
        return new Names(sole.people().length, few);
    }

    private static ObjectNode judged(ObjectNode resource, int copies, Names names) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("account_id", resource.path("account_id").asText());
        out.put("region", resource.path("region").asText());
        out.put("resource", resource.path("resource").asText());
        out.put("copies", copies).put("sole", names.count() > 0).put("deleters", names.count());
        out.set("principals", names.few());
        return out;
    }

    private Crowd once(Crowd crowd) {
        return shared.computeIfAbsent(crowd, c -> c);
    }

    /** Everyone who can make one copy worthless, as themselves or by a role that they can take on. */
    private Crowd deleters(Reach reach, Copy copy) {
        String guard = copy.guardedBy();
        // Two targets that match the same patterns are deleted by the same people.
        String cache = String.join(
                " ",
                copy.account(),
                copy.deed(),
                copy.lifts(),
                patterns.matched(copy.account(), copy.deed(), copy.target()),
                copy.locked() ? patterns.matched(copy.account(), copy.lifts(), copy.lockTarget()) : "-",
                guard == null
                        ? "-"
                        : guard + " " + patterns.matched(guard, guards.getOrDefault(guard, List.of()), copy.target()),
                String.valueOf(copy.locked()),
                String.valueOf(copy.finalAt()),
                String.valueOf(copy.key()));
        Crowd before = known.get(cache);
        if (before != null) {
            return before;
        }
        Set<String> able = new HashSet<>();
        for (Identity who : identities.of(copy.account())) {
            if (deletes(who, copy)) {
                able.add(who.id());
            }
        }
        able.addAll(destroyers(copy.key()));
        Crowd all = acting.computeIfAbsent(able, people -> once(new Crowd(reach.actingAs(people))));
        known.put(cache, all);
        return all;
    }

    private boolean deletes(Identity who, Copy copy) {
        boolean settled =
                copy.finalAt() != null && (now == null || !copy.finalAt().isAfter(now));
        if (settled || !identities.may(who, copy.deed(), copy.target())) {
            return false;
        }
        if (copy.locked() && (copy.lifts().isEmpty() || !identities.may(who, copy.lifts(), copy.lockTarget()))) {
            return false;
        }
        String guard = copy.guardedBy();
        if (guard == null || !refused(guard, who, copy.deed(), copy.target())) {
            return true;
        }
        // Who may change the policy that refuses may delete after that.
        List<String> changes = copy.vault() == null
                ? List.of("s3:PutBucketPolicy", "s3:DeleteBucketPolicy")
                : List.of("backup:PutBackupVaultAccessPolicy", "backup:DeleteBackupVaultAccessPolicy");
        return changes.stream()
                .anyMatch(change -> identities.may(who, change, guard)
                        && ((who.kind().equals("root") && copy.vault() == null)
                                || !refused(guard, who, change, guard)));
    }

    private boolean refused(String guard, Identity who, String deed, String target) {
        String lower = deed.toLowerCase(java.util.Locale.ROOT);
        return guards.getOrDefault(guard, List.of()).stream()
                .anyMatch(g ->
                        g.concerns(who.id(), who.account()) && g.about(lower, target) && g.certainlyDenies(who.id()));
    }

    /** Who can have a key deleted. A key of AWS itself nobody can. */
    private Set<String> destroyers(@Nullable String key) {
        if (key == null || !customerKeys.contains(key)) {
            return Set.of();
        }
        Set<String> before = destroyers.get(key);
        if (before != null) {
            return before;
        }
        Set<String> out = new HashSet<>();
        String account = key.split(":", 6)[4];
        List<Grant> policy = keys.getOrDefault(key, List.of());
        for (Identity who : identities.of(account)) {
            if (BackupKeys.lets(identities, policy, who, "kms:ScheduleKeyDeletion", key)) {
                out.add(who.id());
            }
        }
        destroyers.put(key, out);
        return out;
    }
}

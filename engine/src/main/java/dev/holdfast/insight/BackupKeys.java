package dev.holdfast.insight;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.insight.Identities.Identity;
import dev.holdfast.lake.ReadSet;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code holdfast_backup_key}: the keys that backup points lie under, one row per key, account of the point and account of
 * the source: its state, whether the role that restores can read with it, and whether the source's account has no way to
 * delete, disable or take it over. {@code readable} and {@code independent} are null where that was not read.
 */
final class BackupKeys {
    static final String TABLE = "holdfast_backup_key";

    private static final String DEFAULT_ROLE = "OrganizationAccountAccessRole";
    private static final List<String> READING = List.of("kms:Decrypt", "kms:CreateGrant");
    private static final List<String> DESTROYING =
            List.of("kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:PutKeyPolicy");

    private static final TableSchema SCHEMA = new TableSchema(
            TABLE,
            List.of(
                    new Column("account_id", Type.TEXT),
                    new Column("kms_key", Type.TEXT),
                    new Column("source_account", Type.TEXT),
                    new Column("key_account", Type.TEXT),
                    new Column("key_state", Type.TEXT),
                    new Column("key_manager", Type.TEXT),
                    new Column("readable", Type.BOOLEAN),
                    new Column("independent", Type.BOOLEAN)));

    private static final String USED = "SELECT DISTINCT p.account_id, p.kms_key,"
            + " coalesce(r.account_id, split_part(p.resource, ':', 5)) AS source_account FROM holdfast_backup_point p"
            + " LEFT JOIN holdfast_data_resource r ON r.resource = p.resource WHERE p.kms_key IS NOT NULL"
            + " ORDER BY ALL";

    private BackupKeys() {}

    static void derive(Workspace workspace) {
        boolean there = Identities.VIEWS.stream().allMatch(workspace::has)
                && workspace.has(DataResources.VIEW)
                && workspace.has(BackupPoints.ALL)
                && workspace.has("holdfast_key_policy_statement");
        if (!there) {
            return;
        }
        workspace.derived(SCHEMA, BackupKeys::rows, () -> {
            ReadSet reads = workspace.reads(USED).and(workspace.reads("SELECT * FROM holdfast_key_policy_statement"));
            for (String view : Identities.VIEWS) {
                reads = reads.and(workspace.reads("SELECT * FROM " + view));
            }
            return reads;
        });
    }

    private static List<ObjectNode> rows(Workspace workspace) {
        List<ObjectNode> out = new ArrayList<>();
        List<ObjectNode> used = DataResources.none(workspace) ? List.of() : workspace.rows(USED);
        if (!used.isEmpty()) {
            Identities identities = Identities.read(workspace);
            Map<String, List<Grant>> policies = Identities.byResource(workspace, "holdfast_key_policy_statement");
            Map<String, ObjectNode> keys = new HashMap<>();
            workspace.query(
                    "SELECT arn, account_id, key_state, key_manager FROM aws_kms_key",
                    row -> keys.put(row.path("arn").asText(), row));
            String role = role(workspace);
            String management = management(workspace);
            used.forEach(use -> out.add(row(use, keys, policies, identities, role, management)));
        }
        return out;
    }

    private static String role(Workspace workspace) {
        List<ObjectNode> told = workspace.has("holdfast_setting")
                ? workspace.rows("SELECT value FROM holdfast_setting WHERE name = 'recovery-role'")
                : List.of();
        return told.isEmpty() ? DEFAULT_ROLE : told.getFirst().path("value").asText();
    }

    private static String management(Workspace workspace) {
        List<ObjectNode> rows = workspace.has("aws_organizations_organization")
                ? workspace.rows("SELECT master_account_id AS id FROM aws_organizations_organization")
                : List.of();
        return rows.isEmpty() ? "" : rows.getFirst().path("id").asText();
    }

    private static boolean reads(Identities identities, List<Grant> policy, Identity who, String key) {
        return READING.stream().allMatch(a -> lets(identities, policy, who, a, key));
    }

    private static ObjectNode row(
            ObjectNode use,
            Map<String, ObjectNode> keys,
            Map<String, List<Grant>> policies,
            Identities identities,
            String roleName,
            String management) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        String name = use.path("kms_key").asText();
        String account = use.path("account_id").asText();
        String source = use.path("source_account").asText();
        out.put("account_id", account).put("kms_key", name).put("source_account", source);
        ObjectNode key = keys.get(name);
        if (key == null) {
            return out;
        }
        String owner = key.path("account_id").asText();
        String manager = key.path("key_manager").asText();
        out.put("key_account", owner)
                .put("key_state", key.path("key_state").asText())
                .put("key_manager", manager);
        if (manager.equals("AWS")) {
            // Every identity of the account may use AWS's own key through its service, and nobody of another account
            // may.
            out.put("readable", owner.equals(account)).put("independent", false);
            return out;
        }
        List<Grant> policy = policies.getOrDefault(name, List.of());
        Identity restorer = identities.of(account).stream()
                .filter(i -> i.kind().equals("role") && i.id().endsWith("/" + roleName))
                .findFirst()
                .orElse(null);
        if (identities.of(account).isEmpty()) {
            out.putNull("readable");
        } else if (restorer == null && account.equals(management)) {
            // There the caller restores with rights of its own.
            out.put("readable", identities.of(account).stream().anyMatch(i -> reads(identities, policy, i, name)));
        } else {
            out.put("readable", restorer != null && reads(identities, policy, restorer, name));
        }
        out.put(
                "independent",
                !owner.equals(source)
                        && DESTROYING.stream()
                                .noneMatch(a -> policy.stream()
                                        .anyMatch(g -> g.allow()
                                                && g.about(a.toLowerCase(Locale.ROOT), name)
                                                && ofAccount(g, source))));
        return out;
    }

    /** Whether a statement lets anybody of an account in. */
    private static boolean ofAccount(Grant grant, String account) {
        if (grant.notPrincipals() != null || grant.leavesTo(account)) {
            return true;
        }
        return grant.principals() != null
                && grant.principals().stream().anyMatch(p -> p.contains("::" + account + ":"));
    }

    /**
     * Whether a key's policy and, where it leaves the decision to them, the identity's own policies allow something.
     *
     * @param policy statements of the key's policy
     */
    static boolean lets(Identities identities, List<Grant> policy, Identity who, String action, String key) {
        String lower = action.toLowerCase(Locale.ROOT);
        boolean named = false;
        boolean left = false;
        for (Grant grant : policy) {
            if (grant.about(lower, key)) {
                if (grant.concerns(who.id(), who.account()) && grant.certainlyDenies(who.id())) {
                    return false;
                }
                named |= grant.allow() && grant.names(who.id());
                left |= grant.allow() && grant.leavesTo(who.account());
            }
        }
        return named || (left && identities.may(who, action, key));
    }
}

package dev.holdfast.posture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.insight.Insight;
import dev.holdfast.inventory.SnapshotTables;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small organization: root r-1, unit ou-1 (Workloads) with ou-2 (Sandbox) below it, management account 1, account 2 in
 * ou-1 and account 3 in ou-2. Everything was read.
 */
final class TrustWorld {
    static final String MANAGEMENT = "111111111111";
    static final String WORKLOAD = "222222222222";
    static final String SANDBOX = "333333333333";
    static final List<TableDefinition> TABLES = ShippedContent.TABLES.stream()
            .filter(t -> t.name().startsWith("aws_organizations_")
                    || List.of("aws_s3_bucket", "aws_kms_key").contains(t.name()))
            .toList();
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, List<ObjectNode>> rows = new LinkedHashMap<>();
    final List<ObjectNode> collection = new ArrayList<>();

    TrustWorld() {
        TABLES.forEach(t -> asked(t.name(), ""));
        row(
                "aws_organizations_root",
                "{'id':'r-1','name':'Root','policy_types':[{'Type':'SERVICE_CONTROL_POLICY','Status':'ENABLED'},"
                        + "{'Type':'RESOURCE_CONTROL_POLICY','Status':'ENABLED'},"
                        + "{'Type':'DECLARATIVE_POLICY_EC2','Status':'ENABLED'},{'Type':'S3_POLICY','Status':'ENABLED'}]}");
        row("aws_organizations_organization", "{'id':'o-1','master_account_id':'" + MANAGEMENT + "'}");
        row("aws_organizations_organizational_unit", "{'id':'ou-1','name':'Workloads','parent_id':'r-1'}");
        row("aws_organizations_organizational_unit", "{'id':'ou-2','name':'Sandbox','parent_id':'ou-1'}");
        account(MANAGEMENT, "main", "r-1");
        account(WORKLOAD, "shop", "ou-1");
        account(SANDBOX, "play", "ou-2");
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    ObjectNode row(String table, String text) {
        ObjectNode row = json(text);
        if (!row.has("account_id")) {
            row.put("account_id", MANAGEMENT).put("region", "global");
        }
        rows.computeIfAbsent(table, k -> new ArrayList<>()).add(row);
        return row;
    }

    private void account(String id, String name, String parent) {
        row(
                "aws_organizations_account",
                "{'id':'" + id + "','name':'" + name + "','status':'ACTIVE','parent_id':'" + parent + "'}");
    }

    /** A policy with its document, attached to these. */
    ObjectNode policy(String id, String type, String content, String... targets) {
        ObjectNode row = row("aws_organizations_policy", "{'id':'" + id + "','name':'n-" + id + "'}");
        row.put("type", type).put("content", content.replace('\'', '"'));
        for (String target : targets) {
            row.withArray("targets").addObject().put("TargetId", target);
        }
        return row;
    }

    void asked(String table, String error) {
        ObjectNode out =
                json("{}").put("table_name", table).put("account", MANAGEMENT).put("region", "global");
        if (!error.isEmpty()) {
            out.put("operation", "x:List").put("error", error).put("kind", "DENIED");
        }
        collection.add(out);
    }

    Snapshot snapshot() {
        Workspace workspace = Workspace.empty();
        TABLES.forEach(t -> workspace.table(t.schema(), rows.getOrDefault(t.name(), List.of())));
        workspace.table(SnapshotTables.COLLECTION, collection);
        Insight.prepare(workspace);
        return workspace.lock(QueryLimits.USUAL);
    }

    static Finding finding(Check check, Outcome outcome, String account, String region, String resource) {
        return new Finding(
                Finding.Kind.CHECK,
                check.id(),
                check.title(),
                check.function(),
                check.severity(),
                outcome,
                resource,
                account,
                region,
                "It is so",
                check.frameworks(),
                "Mend it",
                check.fix(),
                null);
    }

    static Check shipped(String id) {
        return ShippedContent.CHECKS.stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static Set<String> ids(List<Check> checks) {
        return Set.copyOf(checks.stream().map(Check::id).toList());
    }
}

package dev.holdfast.insight;

import dev.holdfast.lake.Workspace;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Adds every derived table whose sources are there. */
public final class Insight {
    /** All statements of all policies: what the tables below say, in one. */
    private static final String ALL_STATEMENTS = "holdfast_policy_statement";

    private Insight() {}

    /**
     * Adds the derived tables to a workspace that has not been locked.
     *
     * @return the names of the tables added
     */
    public static Set<String> prepare(Workspace workspace) {
        Set<String> tables = workspace.schemas().keySet();
        List<PolicySource> policies = PolicySource.ALL.stream()
                .filter(source -> has(workspace, source.table(), source.reads()))
                .toList();
        policies.forEach(source -> PolicyStatements.derive(workspace, source));
        if (!policies.isEmpty()) {
            workspace.view(
                    ALL_STATEMENTS,
                    policies.stream()
                            .map(source ->
                                    "SELECT '" + source.table() + "' AS source_table, * FROM " + source.derived())
                            .collect(Collectors.joining(" UNION ALL ")));
        }
        trails(workspace, tables);
        if (tables.containsAll(PolicyAttachments.TABLES)) {
            workspace.view("holdfast_policy_attachment", PolicyAttachments.SQL);
        }
        if (tables.contains("aws_vpc_security_group")) {
            workspace.view("holdfast_open_port", OpenPorts.SQL);
        }
        if (tables.containsAll(Set.of("aws_vpc_subnet", "aws_vpc_route_table"))) {
            workspace.view("holdfast_public_subnet", PublicSubnets.SQL);
        }
        if (tables.contains("aws_vpc_network_acl")) {
            workspace.view("holdfast_acl_rule", AclRules.SQL);
        }
        if (tables.containsAll(ReachableInstances.SOURCES)) {
            workspace.view("holdfast_reachable_instance", ReachableInstances.SQL);
        }
        members(workspace, tables);
        if (tables.containsAll(Set.of("aws_organizations_account", "aws_organizations_organizational_unit"))) {
            workspace.view("holdfast_organization_place", Guardrails.PLACE);
            if (tables.contains("aws_organizations_policy")) {
                workspace.view("holdfast_guardrail", Guardrails.GUARDRAIL);
                workspace.view("holdfast_guarded_action", Guardrails.GUARDED_ACTION);
            }
        }
        if (tables.containsAll(PurposeAccounts.SOURCES)) {
            workspace.view("holdfast_purpose_account", PurposeAccounts.SQL);
        }
        if (tables.containsAll(LogBucket.SOURCES)) {
            workspace.view("holdfast_log_bucket", LogBucket.SQL);
        }
        backups(workspace, tables);
        return workspace.schemas().keySet().stream()
                .filter(name -> !tables.contains(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static void backups(Workspace workspace, Set<String> tables) {
        if (workspace.has("holdfast_organization_place") && tables.contains("holdfast_environment_objective")) {
            workspace.view("holdfast_account_objective", AccountObjectives.SQL);
        }
        String resources = DataResources.sql((table, columns) -> has(workspace, table, columns));
        if (!resources.isEmpty()) {
            workspace.view(DataResources.VIEW, resources);
        }
        BackupPoints.derive(workspace);
        BackupKeys.derive(workspace);
        SoleDeleters.derive(workspace);
        Dependencies.derive(workspace);
    }

    /** True when a table is there with these columns; a snapshot of an older content may lack some. */
    static boolean has(Workspace workspace, String table, Set<String> columns) {
        return workspace
                .schema(table)
                .filter(schema ->
                        columns.stream().allMatch(c -> schema.column(c).isPresent()))
                .isPresent();
    }

    private static void trails(Workspace workspace, Set<String> tables) {
        if (tables.containsAll(Trails.SOURCES)) {
            workspace.view("holdfast_trail", Trails.TRAIL);
            if (tables.containsAll(Trails.SUBJECT_SOURCES)) {
                workspace.view("holdfast_trail_subject", Trails.SUBJECT);
            }
        }
        if (workspace.has("holdfast_trail_subject") && tables.containsAll(TrailAlarms.SOURCES)) {
            workspace.view("holdfast_trail_alarm", TrailAlarms.ALARM);
        }
        if (workspace.has("holdfast_trail_alarm")) {
            TrailAlarms.derive(workspace);
            workspace.view("holdfast_watch", TrailAlarms.WATCH);
        }
    }

    private static void members(Workspace workspace, Set<String> tables) {
        List<ServiceMembers> services = ServiceMembers.SERVICES.stream()
                .filter(service -> tables.contains(service.table()))
                .toList();
        services.forEach(service -> workspace.view(service.view(), service.sql()));
        if (services.stream().anyMatch(service -> workspace.has(service.view()))) {
            workspace.view(
                    ServiceMembers.ALL,
                    services.stream()
                            .filter(service -> workspace.has(service.view()))
                            .map(service -> "SELECT * FROM " + service.view())
                            .collect(Collectors.joining(" UNION ALL ")));
        }
    }
}

package dev.holdfast.insight;

import dev.holdfast.lake.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What must exist before what. {@code holdfast_recovery_node}: everything that a way back passes, with its layer (keys,
 * network, identity, data, compute, load-balancing, dns). {@code holdfast_dependency}: {@code resource} needs {@code needs},
 * both ARNs or ids of nodes. Targets that were registered by hand with a target group are not read, and neither are
 * addresses that lie in the settings of a program.
 */
final class Dependencies {
    static final String NODE = "holdfast_recovery_node";
    static final String EDGE = "holdfast_dependency";

    /** The tables that a cycle can be told from; with fewer, no order is whole. */
    private static final List<Source> NODES = List.of(
            node("aws_kms_key", "keys", "kms-key", "arn", "id", "key_manager = 'CUSTOMER'", "key_manager"),
            node("aws_vpc", "network", "vpc", "arn", "vpc_id", "true"),
            node("aws_vpc_subnet", "network", "subnet", "arn", "subnet_id", "true"),
            node("aws_vpc_security_group", "network", "security-group", "arn", "group_id", "true"),
            node("aws_vpc_route_table", "network", "route-table", "arn", "route_table_id", "true"),
            node("aws_vpc_internet_gateway", "network", "internet-gateway", "arn", "internet_gateway_id", "true"),
            node(
                    "aws_vpc_nat_gateway",
                    "network",
                    "nat-gateway",
                    "arn",
                    "nat_gateway_id",
                    "state = 'available'",
                    "state"),
            node("aws_iam_role", "identity", "role", "arn", "name", "path NOT LIKE '/aws-service-role/%'", "path"),
            node("aws_secretsmanager_secret", "identity", "secret", "arn", "name", "true"),
            node("aws_ec2_target_group", "load-balancing", "target-group", "arn", "target_group_name", "true"),
            node("aws_ec2_load_balancer", "load-balancing", "load-balancer", "arn", "name", "true"),
            node("aws_lambda_function", "compute", "function", "arn", "name", "true"),
            node("aws_ec2_autoscaling_group", "compute", "auto-scaling-group", "autoscaling_group_arn", "name", "true"),
            node("aws_route53_record", "dns", "record", "id", "name", "type IN ('A', 'AAAA', 'CNAME')", "type"));

    private static final List<Source> EDGES = List.of(
            edge("aws_vpc_subnet", "arn", "vpc_id", "lies in it"),
            edge("aws_vpc_security_group", "arn", "vpc_id", "lies in it"),
            edge("aws_vpc_route_table", "arn", "vpc_id", "lies in it"),
            edge("aws_vpc_nat_gateway", "arn", "subnet_id", "lies in it"),
            edge("aws_ec2_target_group", "arn", "vpc_id", "lies in it"),
            edge("aws_ec2_instance", "arn", "subnet_id", "runs in it"),
            edge("aws_ebs_volume", "arn", "kms_key_id", "is encrypted with it"),
            edge("aws_rds_db_instance", "arn", "kms_key_id", "is encrypted with it"),
            edge("aws_rds_db_cluster", "arn", "kms_key_id", "is encrypted with it"),
            edge("aws_dynamodb_table", "arn", "sse_kms_key_arn", "is encrypted with it"),
            edge("aws_efs_file_system", "arn", "kms_key_id", "is encrypted with it"),
            edge("aws_fsx_file_system", "arn", "kms_key_id", "is encrypted with it"),
            edge("aws_redshift_cluster", "arn", "kms_key_id", "is encrypted with it"),
            edge("aws_secretsmanager_secret", "arn", "kms_key_id", "is encrypted with it"),
            edge("aws_lambda_function", "arn", "role", "acts as it"),
            edge("aws_lambda_function", "arn", "kms_key_arn", "is encrypted with it"),
            each("aws_lambda_function", "arn", "vpc_subnet_ids", "$[*]", "runs in it"),
            each("aws_ec2_instance", "arn", "security_groups", "$[*].GroupId", "is guarded by it"),
            each("aws_rds_db_instance", "arn", "vpc_security_groups", "$[*]", "is guarded by it"),
            each("aws_rds_db_cluster", "arn", "vpc_security_groups", "$[*]", "is guarded by it"),
            each("aws_rds_db_instance", "arn", "subnets", "$[*]", "may run in it"),
            each("aws_ec2_load_balancer", "arn", "security_groups", "$[*]", "is guarded by it"),
            each("aws_ec2_load_balancer", "arn", "availability_zones", "$[*].SubnetId", "runs in it"),
            each("aws_ec2_autoscaling_group", "autoscaling_group_arn", "target_group_arns", "$[*]", "serves it"),
            each("aws_vpc_route_table", "arn", "routes", "$[*].NatGatewayId", "sends traffic to it"),
            each("aws_vpc_route_table", "arn", "routes", "$[*].GatewayId", "sends traffic to it"),
            each(
                    "aws_s3_bucket",
                    "arn",
                    "server_side_encryption_configuration",
                    "$..KMSMasterKeyID",
                    "is encrypted with it"),
            new Source(
                    "aws_vpc_security_group_rule",
                    Set.of("group_id", "referenced_group_id"),
                    "SELECT account_id, region, group_id, referenced_group_id, 'names it in a rule'"
                            + " FROM aws_vpc_security_group_rule WHERE referenced_group_id <> group_id"),
            // Where people made the role in the console, its profile bears the same name.
            new Source(
                    "aws_ec2_instance",
                    Set.of("iam_instance_profile_arn"),
                    "SELECT account_id, region, arn, replace(iam_instance_profile_arn, ':instance-profile/', ':role/'),"
                            + " 'acts as it' FROM aws_ec2_instance"),
            new Source(
                    "aws_ebs_volume",
                    Set.of("volume_id", "attachments"),
                    "SELECT account_id, region, unnest(attachments->>'$[*].InstanceId'), volume_id, 'stores on it'"
                            + " FROM aws_ebs_volume"),
            new Source(
                    "aws_ec2_target_group",
                    Set.of("load_balancer_arns"),
                    "SELECT account_id, region, unnest(load_balancer_arns->>'$[*]'), arn, 'sends requests to it'"
                            + " FROM aws_ec2_target_group"),
            new Source(
                    "aws_rds_db_instance",
                    Set.of("db_cluster_identifier"),
                    "SELECT account_id, region, arn, concat_ws(':', 'arn', split_part(arn, ':', 2), 'rds', region,"
                            + " account_id, 'cluster', db_cluster_identifier), 'is a member of it'"
                            + " FROM aws_rds_db_instance WHERE db_cluster_identifier IS NOT NULL"),
            new Source(
                    "aws_route53_record",
                    Set.of("id", "alias_dns_name", "records"),
                    "SELECT account_id, region, id, unnest(list_append(records->>'$[*]', alias_dns_name)), 'leads to it'"
                            + " FROM aws_route53_record"));

    private record Source(String table, Set<String> columns, String sql) {}

    private Dependencies() {}

    private static Source node(
            String table, String layer, String type, String resource, String name, String where, String... more) {
        Set<String> columns = new java.util.HashSet<>(List.of(more));
        columns.addAll(List.of(resource, name));
        String alias = table.equals("aws_ec2_load_balancer") ? "lower(dns_name)" : name;
        if (table.equals("aws_ec2_load_balancer")) {
            columns.add("dns_name");
        }
        return new Source(
                table,
                columns,
                "SELECT account_id, region, " + resource + ", '" + layer + "', '" + type + "', " + name + ", " + alias
                        + " FROM " + table + " WHERE " + resource + " IS NOT NULL AND " + where);
    }

    private static Source edge(String table, String resource, String needs, String why) {
        return new Source(
                table,
                Set.of(resource, needs),
                "SELECT account_id, region, " + resource + ", " + needs + ", '" + why + "' FROM " + table);
    }

    private static Source each(String table, String resource, String needs, String path, String why) {
        return new Source(
                table,
                Set.of(resource, needs),
                "SELECT account_id, region, " + resource + ", unnest(" + needs + "->>'" + path + "'), '" + why
                        + "' FROM " + table);
    }

    /** Adds both views over those of their tables that are there. */
    static void derive(Workspace workspace) {
        List<String> nodes = sql(workspace, NODES);
        if (workspace.has(DataResources.VIEW)) {
            // A volume that belongs to a machine comes back with it, and lies below it all the same.
            nodes.add(
                    "SELECT account_id, region, resource, CASE type WHEN 'ec2-instance' THEN 'compute' ELSE 'data' END,"
                            + " type, name, name FROM " + DataResources.VIEW);
        }
        List<String> edges = sql(workspace, EDGES);
        if (nodes.isEmpty() || edges.isEmpty()) {
            return;
        }
        workspace.view(
                NODE,
                "SELECT * FROM (" + String.join(" UNION ALL ", nodes)
                        + ") AS n(account_id, region, resource, layer, type, name, id)");
        workspace.view(
                EDGE,
                // Both spellings of a target as rows: joined on one or the other, every edge would meet every node.
                "WITH said AS (SELECT account_id, region, source, why, unnest([target,"
                        + " regexp_replace(lower(target), '^dualstack\\.|\\.$', '', 'g')]) AS target FROM ("
                        + String.join(" UNION ALL ", edges)
                        + ") AS e(account_id, region, source, target, why)), called AS ("
                        + "SELECT resource, resource AS word, layer FROM " + NODE
                        + " UNION SELECT resource, id, layer FROM " + NODE
                        + " WHERE type IN ('vpc', 'subnet', 'security-group', 'route-table', 'internet-gateway',"
                        + " 'nat-gateway', 'ebs-volume', 'ec2-instance', 'load-balancer'))"
                        + " SELECT DISTINCT s.account_id, s.region, f.resource, f.layer, t.resource AS needs, s.why"
                        + " FROM said s JOIN called f ON f.word = s.source"
                        + " JOIN called t ON t.word = s.target"
                        + " WHERE t.resource <> f.resource");
    }

    private static List<String> sql(Workspace workspace, List<Source> sources) {
        List<String> out = new ArrayList<>();
        for (Source source : sources) {
            if (Insight.has(workspace, source.table(), source.columns())) {
                out.add(source.sql());
            }
        }
        return out.stream().distinct().collect(Collectors.toCollection(ArrayList::new));
    }
}

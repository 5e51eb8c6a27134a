package dev.holdfast.insight;

import java.util.Set;

/**
 * {@code holdfast_reachable_instance}: one row per running instance, address and world-open rule that the internet can
 * reach: a public address, a route to an internet gateway, a security group and a network ACL that let the world in.
 * Load balancers, transit gateways and firewalls are not followed. Where the routes are not known, {@code sure} is null.
 */
final class ReachableInstances {
    /** The tables it is made of, beside the views made of them. */
    static final Set<String> SOURCES = Set.of(
            "aws_ec2_instance",
            "aws_ec2_network_interface",
            "aws_vpc_security_group",
            "aws_vpc_network_acl",
            "aws_vpc_subnet",
            "aws_vpc_route_table");

    static final String SQL = """
            WITH address AS (
                SELECT account_id, region, attached_instance_id AS instance_id, subnet_id, groups, 'v4' AS family,
                       association_public_ip AS address
                FROM aws_ec2_network_interface
                WHERE association_public_ip IS NOT NULL
                UNION ALL
                SELECT account_id, region, attached_instance_id, subnet_id, groups, 'v6',
                       unnest(CAST(ipv6_addresses AS VARCHAR[]))
                FROM aws_ec2_network_interface
            ), opened AS (
                SELECT a.*, p.group_id, p.group_name, p.protocol, p.from_port, p.to_port
                FROM address a
                JOIN holdfast_open_port p
                  ON p.account_id = a.account_id AND p.region = a.region AND p.family = a.family
                 AND list_contains(a.groups->>'$[*].GroupId', p.group_id)
                WHERE p.world
            ), guarded AS (
                SELECT account_id, region, network_acl_id,
                       unnest(CAST(associations AS JSON[]))->>'$.SubnetId' AS subnet_id
                FROM aws_vpc_network_acl
            ), let_in AS (
                SELECT DISTINCT g.account_id, g.region, g.subnet_id, r.family, r.protocol, r.from_port, r.to_port
                FROM guarded g
                JOIN holdfast_acl_rule r
                  ON r.account_id = g.account_id AND r.region = g.region AND r.network_acl_id = g.network_acl_id
                WHERE r.world AND r.action = 'allow' AND NOT EXISTS (
                    SELECT 1 FROM holdfast_acl_rule d
                    WHERE d.account_id = r.account_id AND d.region = r.region AND d.network_acl_id = r.network_acl_id
                      AND d.action = 'deny' AND d.everyone AND d.family = r.family AND d.rule_number < r.rule_number
                      AND d.protocol IN ('all', r.protocol)
                      AND d.from_port <= r.from_port AND d.to_port >= r.to_port)
            )
            SELECT i.account_id, i.region, i.arn AS resource, i.instance_id, o.address, o.family, o.protocol,
                   greatest(o.from_port, l.from_port) AS from_port, least(o.to_port, l.to_port) AS to_port,
                   o.group_id, o.group_name,
                   CASE o.family WHEN 'v4' THEN s.world_v4 ELSE s.world_v6 END AS sure
            FROM aws_ec2_instance i
            JOIN opened o
              ON o.account_id = i.account_id AND o.region = i.region AND o.instance_id = i.instance_id
            JOIN let_in l
              ON l.account_id = o.account_id AND l.region = o.region AND l.subnet_id = o.subnet_id
             AND l.family = o.family AND (l.protocol IN ('all', o.protocol) OR o.protocol = 'all')
             AND l.from_port <= o.to_port AND l.to_port >= o.from_port
            LEFT JOIN holdfast_public_subnet s
              ON s.account_id = o.account_id AND s.region = o.region AND s.subnet_id = o.subnet_id
            WHERE i.instance_state = 'running'
              AND (CASE o.family WHEN 'v4' THEN s.world_v4 ELSE s.world_v6 END) IS DISTINCT FROM false
            """;

    private ReachableInstances() {}
}

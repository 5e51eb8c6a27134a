package dev.holdfast.insight;

/**
 * {@code holdfast_acl_rule}: one row per network ACL and inbound rule, with numbers of protocols spelled out.
 * {@code everyone} is true when the source is every address; {@code world} also when it is half of them, as for security
 * groups. Rules apply in the order of {@code rule_number}, the first that fits decides (Amazon VPC User Guide, "Network
 * ACL rules").
 */
final class AclRules {
    static final String SQL = """
            WITH entry AS (
                SELECT account_id, region, arn, network_acl_id, unnest(CAST(entries AS JSON[])) AS entry
                FROM aws_vpc_network_acl
            ), plain AS (
                SELECT account_id, region, arn, network_acl_id, entry,
                       coalesce(entry->>'$.CidrBlock', entry->>'$.Ipv6CidrBlock') AS cidr
                FROM entry
                WHERE entry->>'$.Egress' = 'false'
            )
            SELECT account_id, region, arn AS resource, network_acl_id,
                   CAST(entry->>'$.RuleNumber' AS INTEGER) AS rule_number,
                   entry->>'$.RuleAction' AS action,
                   CASE entry->>'$.Protocol' WHEN '-1' THEN 'all' WHEN '6' THEN 'tcp' WHEN '17' THEN 'udp'
                        ELSE entry->>'$.Protocol' END AS protocol,
                   coalesce(CAST(entry->>'$.PortRange.From' AS INTEGER), 0) AS from_port,
                   coalesce(CAST(entry->>'$.PortRange.To' AS INTEGER), 65535) AS to_port,
                   cidr,
                   CASE WHEN cidr LIKE '%:%' THEN 'v6' ELSE 'v4' END AS family,
                   split_part(cidr, '/', 2) = '0' AS everyone,
                   TRY_CAST(split_part(cidr, '/', 2) AS INTEGER) <= CASE WHEN cidr LIKE '%:%' THEN 3 ELSE 1 END AS world
            FROM plain
            """;

    private AclRules() {}
}

package dev.holdfast.insight;

/**
 * {@code holdfast_open_port}: one row per security group, inbound rule and source of addresses. {@code world} is true
 * when the source is every address or half of them (two halves are a known way around a search for {@code /0}; all public
 * IPv6 addresses lie in {@code 2000::/3}); it is null when the source is a prefix list, whose entries are not read.
 */
final class OpenPorts {
    static final String SQL = """
            WITH permission AS (
                SELECT account_id, region, arn, group_id, group_name,
                       unnest(CAST(ip_permissions AS JSON[])) AS rule
                FROM aws_vpc_security_group
            ), source AS (
                SELECT permission.*,
                       unnest(list_concat(
                           rule->>'$.IpRanges[*].CidrIp',
                           rule->>'$.Ipv6Ranges[*].CidrIpv6',
                           rule->>'$.PrefixListIds[*].PrefixListId')) AS cidr
                FROM permission
            )
            SELECT account_id, region, arn AS resource, group_id, group_name,
                   CASE rule->>'$.IpProtocol' WHEN '-1' THEN 'all' WHEN '6' THEN 'tcp' WHEN '17' THEN 'udp'
                        ELSE rule->>'$.IpProtocol' END AS protocol,
                   CASE WHEN rule->>'$.IpProtocol' = '-1' THEN 0
                        ELSE coalesce(CAST(rule->>'$.FromPort' AS INTEGER), 0) END AS from_port,
                   CASE WHEN rule->>'$.IpProtocol' = '-1' THEN 65535
                        ELSE coalesce(CAST(rule->>'$.ToPort' AS INTEGER), 65535) END AS to_port,
                   cidr,
                   CASE WHEN cidr LIKE 'pl-%' THEN 'list' WHEN cidr LIKE '%:%' THEN 'v6' ELSE 'v4' END AS family,
                   CASE WHEN cidr LIKE 'pl-%' THEN NULL
                        WHEN cidr LIKE '%:%' THEN TRY_CAST(split_part(cidr, '/', 2) AS INTEGER) <= 3
                        ELSE TRY_CAST(split_part(cidr, '/', 2) AS INTEGER) <= 1 END AS world
            FROM source
            """;

    private OpenPorts() {}
}

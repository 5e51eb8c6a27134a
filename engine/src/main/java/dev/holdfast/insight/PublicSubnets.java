package dev.holdfast.insight;

/**
 * {@code holdfast_public_subnet}: one row per subnet. {@code world_v4} and {@code world_v6} tell whether a route leads
 * from it to an internet gateway; both are null when the routes are not known, as in a subnet that another account
 * shares. A subnet without a route table of its own uses the main one of its network (Amazon VPC User Guide, "Subnet
 * route tables").
 */
final class PublicSubnets {
    static final String SQL = """
            WITH used AS (
                SELECT account_id, region, vpc_id, route_table_id, routes,
                       unnest(CAST(associations AS JSON[])) AS association
                FROM aws_vpc_route_table
            ), route AS (
                SELECT account_id, region, route_table_id, unnest(CAST(routes AS JSON[])) AS route
                FROM aws_vpc_route_table
            ), outward AS (
                SELECT account_id, region, route_table_id,
                       bool_or(route->>'$.DestinationIpv6CidrBlock' IS NULL) AS v4,
                       bool_or(route->>'$.DestinationCidrBlock' IS NULL) AS v6
                FROM route
                WHERE (route->>'$.GatewayId') LIKE 'igw-%' AND (route->>'$.State') IS DISTINCT FROM 'blackhole'
                GROUP BY account_id, region, route_table_id
            ), taken AS (
                SELECT s.account_id, s.region, s.arn, s.subnet_id, s.vpc_id,
                       coalesce(own.route_table_id, main.route_table_id) AS route_table_id
                FROM aws_vpc_subnet s
                LEFT JOIN used own
                  ON own.account_id = s.account_id AND own.region = s.region
                 AND own.association->>'$.SubnetId' = s.subnet_id
                LEFT JOIN used main
                  ON main.account_id = s.account_id AND main.region = s.region AND main.vpc_id = s.vpc_id
                 AND main.association->>'$.Main' = 'true'
            )
            SELECT t.account_id, t.region, t.arn AS resource, t.subnet_id, t.vpc_id, t.route_table_id,
                   CASE WHEN t.route_table_id IS NOT NULL THEN coalesce(o.v4, false) END AS world_v4,
                   CASE WHEN t.route_table_id IS NOT NULL THEN coalesce(o.v6, false) END AS world_v6
            FROM taken t
            LEFT JOIN outward o
              ON o.account_id = t.account_id AND o.region = t.region AND o.route_table_id = t.route_table_id
            """;

    private PublicSubnets() {}
}

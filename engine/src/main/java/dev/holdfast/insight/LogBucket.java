package dev.holdfast.insight;

import java.util.Set;

/** The one bucket that takes the logs of the whole organization, whether it is there already or still to be made. */
final class LogBucket {
    static final Set<String> SOURCES = Set.of(
            "holdfast_config",
            "aws_organizations_account",
            "aws_organizations_organization",
            "aws_cloudtrail_organization_trail",
            "aws_s3_bucket");

    /**
     * The name that {@code holdfast.yaml} gives; else the bucket of the organization's trail when it lies in the logging
     * account; else a name that is free, since it holds the account's id. {@code key} is the alias of the key for
     * CloudTrail among {@code keys}, null when none is wanted.
     */
    static final String SQL = """
            WITH named AS (
              SELECT l.account, home.value AS home,
                     coalesce((SELECT nullif(max(value), '') FROM holdfast_config WHERE path = 'logging.bucket.name'),
                              taken.name, concat('holdfast-logs-', l.account, '-', home.value)) AS name
              FROM holdfast_purpose_account l
              JOIN holdfast_config home ON home.path = 'organization.home-region'
              LEFT JOIN (SELECT b.account_id, min(b.name) AS name
                         FROM aws_cloudtrail_organization_trail t JOIN aws_s3_bucket b ON b.name = t.s3_bucket_name
                         GROUP BY b.account_id) taken ON taken.account_id = l.account
              WHERE l.purpose = 'logging'
            )
            SELECT n.account, coalesce(b.region, n.home) AS region, n.name, b.name IS NOT NULL AS there,
                   (SELECT min(concat('alias/', entry ->> 'alias'))
                    FROM (SELECT unnest(from_json(value, '["JSON"]')) AS entry FROM holdfast_config WHERE path = 'keys')
                    WHERE list_contains(from_json(entry -> 'used-by', '["VARCHAR"]'), 'cloudtrail')) AS key
            FROM named n
            LEFT JOIN aws_s3_bucket b ON b.name = n.name AND b.account_id = n.account
            """;

    private LogBucket() {}
}

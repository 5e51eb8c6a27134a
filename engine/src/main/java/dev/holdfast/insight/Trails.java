package dev.holdfast.insight;

import java.util.Set;

/** What trails record, and for whom a trail counts. */
final class Trails {
    /**
     * {@code holdfast_trail}: every trail once. {@code region} is its home. {@code management}, {@code object_writes} and
     * {@code object_reads} tell whether it records all management events and those of all S3 objects.
     */
    static final String TRAIL = """
            WITH trail AS (
                SELECT account_id, home_region, name, arn, true AS is_organization, is_logging,
                       is_multi_region_trail, log_group_arn, event_selectors, advanced_event_selectors
                FROM aws_cloudtrail_organization_trail
                UNION ALL
                SELECT account_id, home_region, name, arn, false, is_logging,
                       is_multi_region_trail, log_group_arn, event_selectors, advanced_event_selectors
                FROM aws_cloudtrail_trail WHERE is_organization_trail IS DISTINCT FROM true
            ), classic AS (
                SELECT arn, s->>'ReadWriteType' AS part, (s->>'IncludeManagementEvents') = 'true' AS management,
                       len(list_filter(from_json(s->'$.DataResources', '["json"]'), lambda d:
                           (d->>'Type') = 'AWS::S3::Object' AND regexp_matches(CAST(d->'$.Values' AS VARCHAR),
                               '"arn:aws[a-z-]*:s3(:::)?"'))) > 0 AS objects
                FROM trail, unnest(from_json(event_selectors, '["json"]')) AS x(s)
            ), advanced AS (
                -- A selector takes everything of its kind when it asks for nothing but the kind.
                SELECT arn, CASE WHEN json_contains(f, '{"Field": "readOnly", "Equals": ["true"]}') THEN 'ReadOnly'
                                 WHEN json_contains(f, '{"Field": "readOnly", "Equals": ["false"]}') THEN 'WriteOnly'
                                 ELSE 'All' END AS part,
                       json_array_length(f) - CASE WHEN json_contains(f, '{"Field": "readOnly"}') THEN 1 ELSE 0 END AS fields,
                       json_contains(f, '{"Field": "eventCategory", "Equals": ["Management"]}') AS management,
                       json_contains(f, '{"Field": "eventCategory", "Equals": ["Data"]}')
                       AND json_contains(f, '{"Field": "resources.type", "Equals": ["AWS::S3::Object"]}') AS objects
                FROM (SELECT arn, s->'$.FieldSelectors' AS f
                      FROM trail, unnest(from_json(advanced_event_selectors, '["json"]')) AS x(s))
            ), selector AS (
                SELECT arn, part, management, objects FROM classic
                UNION ALL
                SELECT arn, part, management AND fields = 1, objects AND fields = 2 FROM advanced
            ), recorded AS (
                SELECT arn, bool_or(management AND part = 'All') AS management,
                       bool_or(objects AND part IN ('All', 'WriteOnly')) AS object_writes,
                       bool_or(objects AND part IN ('All', 'ReadOnly')) AS object_reads
                FROM selector GROUP BY arn
            )
            SELECT t.account_id, t.home_region AS region, t.arn AS resource, t.name, t.is_organization,
                   coalesce(t.is_logging, false) AS is_logging,
                   coalesce(t.is_multi_region_trail, false) AS is_multi_region,
                   coalesce(r.management, false) AS management,
                   coalesce(r.object_writes, false) AS object_writes,
                   coalesce(r.object_reads, false) AS object_reads,
                   regexp_replace(t.log_group_arn, ':\\*$', '') AS log_group_arn
            FROM trail t LEFT JOIN recorded r ON r.arn = t.arn
            """;

    /**
     * {@code holdfast_trail_subject}: who is judged by which trails. Where a trail of the organization records, the
     * organization is judged once, by its trails; otherwise each account by its own. A subject without a trail has one
     * row whose {@code trail} is null.
     */
    static final String SUBJECT = """
            WITH whole AS (
                SELECT o.id, o.master_account_id FROM aws_organizations_organization o
                WHERE EXISTS (SELECT 1 FROM holdfast_trail t WHERE t.is_organization AND t.is_logging)
            ), subject AS (
                SELECT id AS resource, master_account_id AS account, true AS whole FROM whole
                UNION ALL
                SELECT concat('arn:aws:iam::', id, ':root'), id, false FROM aws_organizations_account
                WHERE status = 'ACTIVE' AND NOT EXISTS (SELECT 1 FROM whole)
            )
            SELECT s.resource, s.account, s.whole, t.resource AS trail, t.name, t.is_logging, t.is_multi_region,
                   t.management, t.object_writes, t.object_reads, t.log_group_arn
            FROM subject s
            LEFT JOIN holdfast_trail t
              ON t.is_organization = s.whole AND (s.whole OR t.account_id = s.account)
            """;

    /** The tables that {@link #TRAIL} is made of. */
    static final Set<String> SOURCES = Set.of("aws_cloudtrail_trail", "aws_cloudtrail_organization_trail");

    /** The tables that {@link #SUBJECT} needs beside. */
    static final Set<String> SUBJECT_SOURCES = Set.of("aws_organizations_organization", "aws_organizations_account");

    private Trails() {}
}

package dev.holdfast.insight;

import dev.holdfast.lake.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code holdfast_<service>_backup_point} and, of all services, {@code holdfast_backup_point}: the points from which a
 * resource can be restored, one row per resource and point. Only what is complete is a point.
 *
 * <p>{@code resource} is the ARN of what is protected; {@code account_id} and {@code region} are where the point lies.
 * {@code created_at} is null where the point is not a moment (S3 keeps versions all along). {@code locked} is true where
 * deleting is refused, and from {@code final_at} on nobody can lift that lock: without it, who may lift it may delete.
 * A continuous point leads back to any moment since {@code reaches_from}, and no further than {@code reach_days} before its
 * newest; null where nothing bounds it.
 */
final class BackupPoints {
    static final String ALL = "holdfast_backup_point";

    private static final String UNLOCKED =
            ", CAST(NULL AS VARCHAR), false, CAST(NULL AS TIMESTAMP), CAST(NULL AS TIMESTAMP)";

    private static final String UNBOUNDED = ", CAST(NULL AS TIMESTAMP), CAST(NULL AS BIGINT)";

    private static final String COLUMNS = "account_id, region, resource, kind, point, created_at, encrypted, kms_key,"
            + " vault, locked, final_at, expires_at, reaches_from, reach_days";

    /** View to the tables it reads and its query. */
    private static final Map<String, View> VIEWS = new LinkedHashMap<>();

    private record View(Set<String> tables, String sql) {}

    static {
        add("rds", Set.of("aws_rds_db_instance", "aws_rds_db_snapshot"), """
                SELECT i.account_id, i.region, i.arn, 'rds-snapshot', s.arn, s.create_time, s.encrypted, CASE WHEN s.encrypted THEN s.kms_key_id END %1$s
                FROM aws_rds_db_instance i
                JOIN aws_rds_db_snapshot s
                  ON s.account_id = i.account_id AND s.region = i.region
                 AND s.db_instance_identifier = i.db_instance_identifier
                WHERE s.status = 'available'
                UNION ALL
                SELECT i.account_id, i.region, i.arn, 'rds-continuous', i.arn || ':latest',
                       i.latest_restorable_time, i.storage_encrypted, CASE WHEN i.storage_encrypted THEN i.kms_key_id END %2$s,
                       i.create_time, i.backup_retention_period
                FROM aws_rds_db_instance i
                WHERE i.backup_retention_period > 0 AND i.latest_restorable_time IS NOT NULL
                """);
        // A copy names the snapshot it was made from, and keeps the name of the database.
        add("rds_copy", Set.of("aws_rds_db_snapshot"), """
                SELECT account_id, region,
                       concat_ws(':', 'arn', split_part(source_db_snapshot_identifier, ':', 2), 'rds',
                                 split_part(source_db_snapshot_identifier, ':', 4),
                                 split_part(source_db_snapshot_identifier, ':', 5), 'db', db_instance_identifier),
                       'rds-copy', arn, create_time, encrypted, CASE WHEN encrypted THEN kms_key_id END %1$s
                FROM aws_rds_db_snapshot
                WHERE status = 'available' AND source_db_snapshot_identifier LIKE 'arn:%%'
                  AND (split_part(source_db_snapshot_identifier, ':', 4) <> region
                       OR split_part(source_db_snapshot_identifier, ':', 5) <> account_id)
                """);
        add("cluster", Set.of("aws_rds_db_cluster", "aws_rds_db_cluster_snapshot"), """
                SELECT c.account_id, c.region, c.arn, 'cluster-snapshot', s.arn, s.create_time, s.encrypted, CASE WHEN s.encrypted THEN s.kms_key_id END %1$s
                FROM aws_rds_db_cluster c
                JOIN aws_rds_db_cluster_snapshot s
                  ON s.account_id = c.account_id AND s.region = c.region
                 AND s.db_cluster_identifier = c.db_cluster_identifier
                WHERE s.status = 'available'
                UNION ALL
                SELECT c.account_id, c.region, c.arn, 'cluster-continuous', c.arn || ':latest',
                       c.latest_restorable_time, c.storage_encrypted, CASE WHEN c.storage_encrypted THEN c.kms_key_id END %2$s,
                       c.earliest_restorable_time, CAST(NULL AS BIGINT)
                -- Snapshots of before 2026-11-28 do not hold it.
                FROM (FROM aws_rds_db_cluster UNION ALL BY NAME
                      SELECT CAST(NULL AS TIMESTAMP) AS earliest_restorable_time WHERE false) c
                WHERE c.backup_retention_period > 0 AND c.latest_restorable_time IS NOT NULL
                """);
        add("cluster_copy", Set.of("aws_rds_db_cluster_snapshot"), """
                SELECT account_id, region,
                       concat_ws(':', 'arn', split_part(source_db_cluster_snapshot_arn, ':', 2), 'rds',
                                 split_part(source_db_cluster_snapshot_arn, ':', 4),
                                 split_part(source_db_cluster_snapshot_arn, ':', 5), 'cluster', db_cluster_identifier),
                       'cluster-copy', arn, create_time, encrypted, CASE WHEN encrypted THEN kms_key_id END %1$s
                FROM aws_rds_db_cluster_snapshot
                WHERE status = 'available' AND source_db_cluster_snapshot_arn LIKE 'arn:%%'
                  AND (split_part(source_db_cluster_snapshot_arn, ':', 4) <> region
                       OR split_part(source_db_cluster_snapshot_arn, ':', 5) <> account_id)
                """);
        add("ebs", Set.of("aws_ebs_volume", "aws_ebs_snapshot", "aws_ebs_snapshot_lock"), """
                SELECT v.account_id, v.region, v.arn, 'ebs-snapshot', s.arn, s.start_time, s.encrypted, s.kms_key_id,
                       CAST(NULL AS VARCHAR), coalesce(l.lock_state IN ('governance', 'compliance', 'compliance-cooloff'), false),
                       CASE WHEN l.lock_state = 'compliance' THEN l.lock_created_on END, CAST(NULL AS TIMESTAMP) %3$s
                FROM aws_ebs_volume v
                JOIN aws_ebs_snapshot s
                  ON s.account_id = v.account_id AND s.region = v.region AND s.volume_id = v.volume_id
                LEFT JOIN aws_ebs_snapshot_lock l
                  ON l.account_id = s.account_id AND l.region = s.region AND l.snapshot_id = s.snapshot_id
                WHERE s.state = 'completed'
                """);
        add("ec2", Set.of("aws_ec2_instance", "aws_ec2_ami", "aws_ebs_volume", "aws_ebs_snapshot"), """
                WITH attached AS (
                    SELECT v.account_id, v.region, v.volume_id, v.encrypted, x.a->>'InstanceId' AS instance_id
                    FROM aws_ebs_volume v, unnest(from_json(v.attachments, '["json"]')) AS x(a)
                ), taken AS (
                    SELECT a.account_id, a.region, a.instance_id, a.volume_id, a.encrypted, s.snapshot_id, s.start_time, s.kms_key_id
                    FROM attached a
                    LEFT JOIN aws_ebs_snapshot s
                      ON s.account_id = a.account_id AND s.region = a.region AND s.volume_id = a.volume_id
                     AND s.state = 'completed'
                ), newest AS (
                    SELECT account_id, region, instance_id, volume_id, bool_and(encrypted) AS encrypted, max(start_time) AS at,
                           arg_max(kms_key_id, start_time) AS kms_key
                    FROM taken GROUP BY account_id, region, instance_id, volume_id
                ), image AS (
                    SELECT DISTINCT i.account_id, i.region, i.arn, TRY_CAST(i.creation_date AS TIMESTAMP) AS at,
                           x.m->>'$.Ebs.SnapshotId' AS snapshot_id
                    FROM aws_ec2_ami i, unnest(from_json(i.block_device_mappings, '["json"]')) AS x(m)
                    WHERE i.state = 'available'
                )
                -- EC2 writes into the snapshots of an image which instance it was made from.
                SELECT i.account_id, i.region, i.arn, 'ec2-image', m.arn, min(m.at), bool_and(s.encrypted), any_value(s.kms_key_id) %1$s
                FROM aws_ec2_instance i
                JOIN aws_ebs_snapshot s
                  ON s.account_id = i.account_id AND s.region = i.region AND s.state = 'completed'
                 AND (contains(s.description, concat('CreateImage(', i.instance_id, ')'))
                      OR s.snapshot_id IN (SELECT t.snapshot_id FROM taken t
                                           WHERE t.account_id = i.account_id AND t.region = i.region
                                             AND t.instance_id = i.instance_id))
                JOIN image m ON m.account_id = s.account_id AND m.region = s.region AND m.snapshot_id = s.snapshot_id
                GROUP BY i.account_id, i.region, i.arn, m.arn
                UNION ALL
                -- An instance is as old as the oldest of its volumes' newest snapshots.
                SELECT i.account_id, i.region, i.arn, 'ec2-volumes', i.arn || ':volumes', min(n.at), bool_and(n.encrypted),
                       any_value(n.kms_key) %1$s
                FROM aws_ec2_instance i
                JOIN newest n ON n.account_id = i.account_id AND n.region = i.region AND n.instance_id = i.instance_id
                GROUP BY i.account_id, i.region, i.arn
                HAVING count(*) = count(n.at)
                """);
        add("dynamodb", Set.of("aws_dynamodb_table", "aws_dynamodb_backup"), """
                SELECT account_id, region, table_arn, 'dynamodb-backup', arn, backup_creation_datetime, true,
                       CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR), false, CAST(NULL AS TIMESTAMP), backup_expiry_datetime %3$s
                FROM aws_dynamodb_backup
                WHERE backup_status = 'AVAILABLE'
                UNION ALL
                SELECT account_id, region, arn, 'dynamodb-continuous', arn || ':latest', latest_restorable_date_time, true,
                       sse_kms_key_arn %2$s, earliest_restorable_date_time, CAST(NULL AS BIGINT)
                FROM aws_dynamodb_table
                WHERE point_in_time_recovery_status = 'ENABLED' AND latest_restorable_date_time IS NOT NULL
                """);
        add("s3", Set.of("aws_s3_bucket"), """
                SELECT b.account_id, b.region, b.arn, 's3-versions', b.arn || ':versions', CAST(NULL AS TIMESTAMP),
                       CAST(NULL AS BOOLEAN), CAST(NULL AS VARCHAR) %2$s, CAST(NULL AS TIMESTAMP), e.days
                FROM aws_s3_bucket b
                -- What a rule removes after so many days is not there to go back to, be it of a part of the bucket only.
                LEFT JOIN LATERAL (
                    SELECT min(CAST(x.r->>'$.NoncurrentVersionExpiration.NoncurrentDays' AS BIGINT)) AS days
                    FROM unnest(from_json(b.lifecycle_rules, '["json"]')) AS x(r)
                    WHERE x.r->>'Status' = 'Enabled'
                ) e ON true
                WHERE b.versioning_status = 'Enabled'
                """);
        add("s3_copy", Set.of("aws_s3_bucket"), """
                SELECT coalesce(r.rule->>'Account', d.account_id), d.region, b.arn, 's3-replica',
                       r.rule->>'Bucket', CAST(NULL AS TIMESTAMP), CAST(NULL AS BOOLEAN), r.rule->>'Key',
                       CAST(NULL AS VARCHAR), d.object_lock_mode IS NOT NULL,
                       CASE WHEN d.object_lock_mode = 'COMPLIANCE' THEN d.creation_date END, CAST(NULL AS TIMESTAMP) %3$s
                FROM aws_s3_bucket b, unnest(from_json(b.replication_rules, '["json"]')) AS r(rule)
                LEFT JOIN aws_s3_bucket d ON d.arn = r.rule->>'Bucket'
                -- A rule for some keys only is no copy of the bucket.
                WHERE coalesce(r.rule->>'Prefix', '') = ''
                """);
        add("fsx", Set.of("aws_fsx_backup"), """
                SELECT account_id, region, file_system_arn, 'fsx-backup', arn, creation_time, true, kms_key_id %1$s
                FROM aws_fsx_backup
                WHERE lifecycle = 'AVAILABLE' AND file_system_arn IS NOT NULL
                """);
        add("redshift", Set.of("aws_redshift_snapshot", "aws_redshift_cluster"), """
                SELECT s.account_id, s.region,
                       concat_ws(':', 'arn', split_part(s.arn, ':', 2), 'redshift', coalesce(s.source_region, s.region),
                                 coalesce(s.owner_account, s.account_id), 'cluster', s.cluster_identifier),
                       'redshift-snapshot', s.arn, s.snapshot_create_time, s.encrypted, CASE WHEN s.encrypted THEN s.kms_key_id END %1$s
                FROM aws_redshift_snapshot s
                WHERE s.status = 'available'
                """);
        add("vault", Set.of("aws_backup_recovery_point", "aws_backup_vault"), """
                SELECT r.account_id, r.region, r.resource_arn, 'vault-point', r.arn, r.creation_date, r.is_encrypted,
                       r.encryption_key_arn, r.backup_vault_arn,
                       coalesce(v.locked OR v.vault_type = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', false),
                       CASE WHEN v.vault_type = 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' THEN r.creation_date
                            WHEN v.locked THEN v.lock_date END,
                       r.delete_at %3$s
                FROM aws_backup_recovery_point r
                LEFT JOIN aws_backup_vault v
                  ON v.arn = r.backup_vault_arn AND v.account_id = r.account_id AND v.region = r.region
                WHERE r.status IN ('COMPLETED', 'AVAILABLE') AND r.resource_arn IS NOT NULL
                """);
    }

    private BackupPoints() {}

    private static void add(String service, Set<String> tables, String sql) {
        VIEWS.put(
                "holdfast_" + service + "_backup_point",
                new View(
                        tables,
                        "SELECT * FROM (" + sql.formatted(UNLOCKED + UNBOUNDED, UNLOCKED, UNBOUNDED) + ") AS p("
                                + COLUMNS + ")"));
    }

    /** Adds the views whose tables are there, and the one over all of them. */
    static void derive(Workspace workspace) {
        VIEWS.forEach((name, view) -> {
            if (view.tables().stream().allMatch(workspace::has)) {
                workspace.view(name, view.sql());
            }
        });
        List<String> made = VIEWS.keySet().stream().filter(workspace::has).toList();
        if (!made.isEmpty()) {
            workspace.view(
                    ALL, made.stream().map(v -> "SELECT * FROM " + v).collect(Collectors.joining(" UNION ALL ")));
        }
    }
}

package dev.holdfast.insight;

/**
 * {@code holdfast_backup_point}: the points from which a resource can be restored, one row per resource and point.
 * {@code resource} is the ARN of what is protected; {@code created_at} is null where the point is not a moment (S3
 * versions are kept all along).
 */
final class BackupPoints {
    /** RDS: snapshots that are ready, and continuous backups. */
    static final String RDS = """
            SELECT i.account_id, i.region, i.arn AS resource, 'rds-snapshot' AS kind, s.arn AS point,
                   s.create_time AS created_at, s.encrypted AS encrypted
            FROM aws_rds_db_instance i
            JOIN aws_rds_db_snapshot s
              ON s.account_id = i.account_id AND s.region = i.region
             AND s.db_instance_identifier = i.db_instance_identifier
            WHERE s.status = 'available'
            UNION ALL
            SELECT i.account_id, i.region, i.arn, 'rds-continuous', i.arn || ':latest',
                   i.latest_restorable_time, i.storage_encrypted
            FROM aws_rds_db_instance i
            WHERE i.backup_retention_period > 0 AND i.latest_restorable_time IS NOT NULL
            """;

    /** S3: buckets that keep old versions. */
    static final String S3 = """
            SELECT b.account_id, b.region, b.arn AS resource, 's3-versions' AS kind, b.arn || ':versions' AS point,
                   CAST(NULL AS TIMESTAMP) AS created_at, CAST(NULL AS BOOLEAN) AS encrypted
            FROM aws_s3_bucket b
            WHERE b.versioning_status = 'Enabled'
            """;

    static final String ALL =
            "SELECT * FROM holdfast_rds_backup_point UNION ALL SELECT * FROM holdfast_s3_backup_point";

    private BackupPoints() {}
}

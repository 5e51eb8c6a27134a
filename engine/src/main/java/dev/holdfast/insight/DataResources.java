package dev.holdfast.insight;

import dev.holdfast.lake.Workspace;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code holdfast_data_resource}: everything that holds data, one row each, whatever its service. {@code type} is the word
 * that {@code recover} uses for it. Databases of DocumentDB and Neptune are listed by RDS, which shares their control
 * plane (Amazon RDS API reference, DescribeDBClusters).
 */
final class DataResources {
    static final String VIEW = "holdfast_data_resource";

    /** Table to the columns it needs and the query over it. */
    private static final Map<String, Source> SOURCES = new TreeMap<>(Map.of(
            "aws_ebs_volume",
            new Source(
                    Set.of("arn", "volume_id", "kms_key_id", "create_time", "tags"),
                    "SELECT account_id, region, arn AS resource, 'ebs-volume' AS type, volume_id AS name,"
                            + " kms_key_id AS kms_key, create_time AS created_at, tags FROM aws_ebs_volume"),
            "aws_ec2_instance",
            new Source(
                    Set.of("arn", "instance_id", "launch_time", "instance_state", "tags"),
                    "SELECT account_id, region, arn, 'ec2-instance', instance_id, CAST(NULL AS VARCHAR), launch_time,"
                            + " tags FROM aws_ec2_instance WHERE instance_state NOT IN ('terminated', 'shutting-down')"),
            "aws_rds_db_instance",
            new Source(
                    Set.of(
                            "arn",
                            "db_instance_identifier",
                            "kms_key_id",
                            "create_time",
                            "db_cluster_identifier",
                            "tags"),
                    "SELECT account_id, region, arn, 'rds-instance', db_instance_identifier, kms_key_id, create_time, tags"
                            + " FROM aws_rds_db_instance WHERE db_cluster_identifier IS NULL"),
            "aws_rds_db_cluster",
            new Source(
                    Set.of("arn", "db_cluster_identifier", "kms_key_id", "create_time", "engine", "tags"),
                    "SELECT account_id, region, arn, CASE engine WHEN 'docdb' THEN 'documentdb-cluster'"
                            + " WHEN 'neptune' THEN 'neptune-cluster' ELSE 'aurora-cluster' END,"
                            + " db_cluster_identifier, kms_key_id, create_time, tags FROM aws_rds_db_cluster"),
            "aws_dynamodb_table",
            new Source(
                    Set.of("arn", "name", "sse_kms_key_arn", "creation_date_time"),
                    "SELECT account_id, region, arn, 'dynamodb-table', name, sse_kms_key_arn, creation_date_time,"
                            + " CAST(NULL AS JSON) FROM aws_dynamodb_table WHERE arn IS NOT NULL"),
            "aws_s3_bucket",
            new Source(
                    Set.of("arn", "name", "creation_date", "tags"),
                    "SELECT account_id, region, arn, 's3-bucket', name, CAST(NULL AS VARCHAR), creation_date, tags"
                            + " FROM aws_s3_bucket"),
            "aws_efs_file_system",
            new Source(
                    Set.of("arn", "file_system_id", "kms_key_id", "creation_time", "tags"),
                    "SELECT account_id, region, arn, 'efs-file-system', file_system_id, kms_key_id, creation_time, tags"
                            + " FROM aws_efs_file_system"),
            "aws_fsx_file_system",
            new Source(
                    Set.of("arn", "file_system_id", "kms_key_id", "creation_time", "tags"),
                    "SELECT account_id, region, arn, 'fsx-file-system', file_system_id, kms_key_id, creation_time, tags"
                            + " FROM aws_fsx_file_system"),
            "aws_redshift_cluster",
            new Source(
                    Set.of("arn", "cluster_identifier", "kms_key_id", "cluster_create_time", "tags"),
                    "SELECT account_id, region, arn, 'redshift-cluster', cluster_identifier, kms_key_id,"
                            + " cluster_create_time, tags FROM aws_redshift_cluster")));

    private record Source(Set<String> columns, String sql) {}

    private DataResources() {}

    /** True when nothing that holds data is there, which is known without asking. */
    static boolean none(Workspace workspace) {
        return SOURCES.keySet().stream().allMatch(t -> !workspace.has(t) || workspace.empty(t));
    }

    /**
     * The query over those of its tables that are there.
     *
     * @param there gives true where a table with these columns is there
     * @return empty when there is none
     */
    static String sql(java.util.function.BiPredicate<String, Set<String>> there) {
        String all = SOURCES.entrySet().stream()
                .filter(e -> there.test(e.getKey(), e.getValue().columns()))
                .map(e -> e.getValue().sql())
                .collect(Collectors.joining(" UNION ALL "));
        return all.isEmpty()
                ? ""
                : "SELECT * FROM (" + all
                        + ") AS d(account_id, region, resource, type, name, kms_key, created_at, tags)";
    }
}

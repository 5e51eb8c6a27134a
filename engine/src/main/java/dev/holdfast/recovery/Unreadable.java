package dev.holdfast.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Gap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a snapshot could not read of the tables that backups are judged by. */
final class Unreadable {
    /** What copies elsewhere are known by. */
    static final Set<String> COPIES = Set.of(
            "aws_backup_recovery_point", "aws_backup_vault", "aws_rds_db_snapshot", "aws_rds_db_cluster_snapshot");

    /** What is asked to know who can delete. */
    static final Set<String> POWER = Set.of(
            "aws_iam_user",
            "aws_iam_role",
            "aws_iam_group",
            "aws_iam_policy",
            "aws_kms_key",
            "aws_backup_vault",
            "aws_organizations_policy");

    private static final Map<String, Set<String>> BY_TYPE = Map.of(
            "ebs-volume", Set.of("aws_ebs_snapshot", "aws_ebs_snapshot_lock"),
            "ec2-instance", Set.of("aws_ec2_ami", "aws_ebs_volume", "aws_ebs_snapshot"),
            "rds-instance", Set.of("aws_rds_db_snapshot"),
            "aurora-cluster", Set.of("aws_rds_db_cluster_snapshot"),
            "documentdb-cluster", Set.of("aws_rds_db_cluster_snapshot"),
            "neptune-cluster", Set.of("aws_rds_db_cluster_snapshot"),
            "dynamodb-table", Set.of("aws_dynamodb_backup"),
            "fsx-file-system", Set.of("aws_fsx_backup"),
            "redshift-cluster", Set.of("aws_redshift_snapshot"));

    /** The points of a type; the view is missing where a snapshot lacks columns that it is made of. */
    private static final Map<String, String> VIEWS = Map.of(
            "ebs-volume", "holdfast_ebs_backup_point",
            "ec2-instance", "holdfast_ec2_backup_point",
            "rds-instance", "holdfast_rds_backup_point",
            "aurora-cluster", "holdfast_cluster_backup_point",
            "documentdb-cluster", "holdfast_cluster_backup_point",
            "neptune-cluster", "holdfast_cluster_backup_point",
            "dynamodb-table", "holdfast_dynamodb_backup_point",
            "s3-bucket", "holdfast_s3_backup_point",
            "redshift-cluster", "holdfast_redshift_backup_point");

    /** Columns of a resource's own row that its standing depends on. */
    private static final Map<String, Set<String>> OWN = Map.of(
            "s3-bucket", Set.of("versioning_status", "replication_rules", "object_lock_mode"),
            "dynamodb-table", Set.of("point_in_time_recovery_status", "latest_restorable_date_time"));

    private static final Map<String, String> ROWS =
            Map.of("s3-bucket", "aws_s3_bucket", "dynamodb-table", "aws_dynamodb_table");

    private final List<Gap> gaps = new ArrayList<>();
    private final Map<String, List<String>> rows = new HashMap<>();
    private final Set<String> asked;

    Unreadable(Snapshot snapshot) {
        this.asked = snapshot.schemas().keySet();
        if (asked.contains("holdfast_collection")) {
            snapshot.answer("SELECT account, region, table_name, operation, error, kind FROM holdfast_collection"
                            + " WHERE error IS NOT NULL ORDER BY ALL")
                    .rows()
                    .forEach(r -> gaps.add(new Gap(
                            r.path("account").asText(),
                            r.path("region").asText(),
                            r.path("table_name").asText(),
                            r.path("operation").asText(),
                            "",
                            kind(r.path("kind").asText()),
                            first(r.path("error").asText()))));
        }
        ROWS.forEach((type, table) -> {
            boolean there = snapshot.schemas().containsKey(table)
                    && snapshot.schemas().get(table).column("_errors").isPresent();
            if (there) {
                snapshot.answer("SELECT arn, _errors FROM " + table + " WHERE _errors IS NOT NULL AND arn IS NOT NULL")
                        .rows()
                        .forEach(row -> row(type, row));
            }
        });
    }

    private static AwsFailure.Kind kind(String word) {
        for (AwsFailure.Kind kind : AwsFailure.Kind.values()) {
            if (kind.name().equals(word)) {
                return kind;
            }
        }
        return AwsFailure.Kind.UNAVAILABLE;
    }

    /** A gap as people read it. */
    private static String said(Gap gap) {
        return gap.operation() + " in " + gap.account() + (gap.region().equals("global") ? "" : ", " + gap.region())
                + (gap.error().isEmpty() ? "" : ": " + gap.error());
    }

    private static String first(String error) {
        return error.lines().findFirst().orElse("");
    }

    private void row(String type, ObjectNode row) {
        List<String> said = new ArrayList<>();
        for (String column : OWN.getOrDefault(type, Set.of())) {
            JsonNode error = row.path("_errors").path(column);
            if (!error.isMissingNode()) {
                String text = error.path("operation").asText() + ": "
                        + first(error.path("error").asText());
                if (!said.contains(text)) {
                    said.add(text);
                }
            }
        }
        if (!said.isEmpty()) {
            rows.put(row.path("arn").asText(), said);
        }
    }

    /** Why points of a resource itself may be missing: gaps where they would lie, and in its own row. */
    List<String> points(String type, String arn, String account, String region) {
        Set<String> tables = new HashSet<>(BY_TYPE.getOrDefault(type, Set.of()));
        tables.add("aws_backup_recovery_point");
        List<String> out = new ArrayList<>(rows.getOrDefault(arn, List.of()));
        for (Gap gap : gaps) {
            boolean here = gap.account().equals(account)
                    && (gap.region().equals(region) || gap.region().equals("global"));
            if (here && tables.contains(gap.table())) {
                out.add(said(gap));
            }
        }
        tables.stream().filter(t -> !asked.contains(t)).sorted().forEach(t -> out.add("this run did not read " + t));
        String view = VIEWS.get(type);
        if (out.isEmpty() && view != null && !asked.contains(view) && asked.contains("holdfast_data_resource")) {
            out.add("an older release collected this snapshot, and less of it: run holdfast identify");
        }
        return out;
    }

    /** Gaps in any of some tables, wherever. */
    List<String> anywhere(Set<String> tables) {
        List<String> out = new ArrayList<>();
        gaps.stream().filter(g -> tables.contains(g.table())).forEach(g -> out.add(said(g)));
        tables.stream().filter(t -> !asked.contains(t)).sorted().forEach(t -> out.add("this run did not read " + t));
        return out;
    }

    /** Gaps in the listings of what holds data: what is not seen at all. */
    List<Gap> listings(Set<String> tables) {
        return gaps.stream().filter(g -> tables.contains(g.table())).toList();
    }
}

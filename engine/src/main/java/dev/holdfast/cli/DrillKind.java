package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.RestorePoint;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The sorts of restores that are practised, each with what it restores and what it could leave behind. */
enum DrillKind {
    EBS("ebs-volume", Set.of("ebs-snapshot"), Set.of("aws_ebs_volume", "aws_ebs_snapshot")),
    EC2(
            "ec2-instance",
            Set.of("ec2-image"),
            Set.of("aws_ec2_instance", "aws_ebs_volume", "aws_vpc_security_group", "aws_vpc_security_group_rule")),
    RDS("rds-instance", Set.of("rds-snapshot"), Set.of("aws_rds_db_instance", "aws_rds_db_snapshot")),
    AURORA(
            "aurora-cluster",
            Set.of("cluster-snapshot"),
            Set.of("aws_rds_db_instance", "aws_rds_db_cluster", "aws_rds_db_cluster_snapshot")),
    DYNAMODB(
            "dynamodb-table",
            Set.of("dynamodb-backup", "dynamodb-continuous"),
            Set.of("aws_dynamodb_table", "aws_dynamodb_backup")),
    S3("s3-bucket", Set.of("s3-versions"), Set.of("aws_s3_bucket")),
    /** A point that AWS Backup made, restored by AWS Backup. */
    BACKUP("dynamodb-table", Set.of("vault-point"), Set.of("aws_dynamodb_table", "aws_backup_recovery_point"));

    private static final Set<String> CONTINUOUS = Set.of("rds-continuous", "cluster-continuous", "dynamodb-continuous");

    private final String type;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> points;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> tables;

    DrillKind(String type, Set<String> points, Set<String> tables) {
        this.type = type;
        this.points = points;
        this.tables = tables;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its drills could leave behind. */
    Set<String> tables() {
        return tables;
    }

    static Optional<DrillKind> of(String word) {
        return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst();
    }

    /** The kind of a document of the content, by its name. */
    static Optional<DrillKind> ofDocument(String id) {
        String name = id.substring(id.lastIndexOf('/') + 1);
        return Arrays.stream(values())
                .filter(k -> name.startsWith(k.word() + "-"))
                .findFirst();
    }

    boolean fits(BackupStanding standing) {
        return standing.type().equals(type);
    }

    /**
     * The newest point that a drill of this kind can start from: usable, and in the place of its source.
     *
     * @param inTime from a continuous backup, which else is taken where there is nothing else
     */
    Optional<RestorePoint> point(BackupStanding standing, boolean inTime) {
        List<RestorePoint> usable = standing.points().stream()
                .filter(p -> Boolean.TRUE.equals(p.usable()))
                .filter(p -> !p.elsewhereAccount() && !p.elsewhereRegion())
                .toList();
        Optional<RestorePoint> own = usable.stream()
                .filter(p -> points.contains(p.kind()) && !inTime)
                .findFirst();
        return own.isPresent() || this == BACKUP
                ? own
                : usable.stream().filter(p -> CONTINUOUS.contains(p.kind())).findFirst();
    }

    /** The document that restores a point. */
    String document(RestorePoint point) {
        return "drills/"
                + switch (point.kind()) {
                    case "ebs-snapshot" -> "ebs-snapshot-restore";
                    case "ec2-image" -> "ec2-image-restore";
                    case "rds-snapshot" -> "rds-snapshot-restore";
                    case "rds-continuous" -> "rds-point-in-time-restore";
                    case "cluster-snapshot" -> "aurora-snapshot-restore";
                    case "cluster-continuous" -> "aurora-point-in-time-restore";
                    case "dynamodb-backup" -> "dynamodb-backup-restore";
                    case "dynamodb-continuous" -> "dynamodb-point-in-time-restore";
                    case "s3-versions" -> "s3-isolated-restore";
                    default -> "backup-dynamodb-restore";
                };
    }

    /** What the document is given. */
    static ObjectNode parameters(String name, RestorePoint point) {
        ObjectNode out = Verb.JSON.createObjectNode();
        String last = point.point().substring(point.point().lastIndexOf('/') + 1);
        switch (point.kind()) {
            case "ebs-snapshot" -> out.put("VolumeId", name).put("SnapshotId", last);
            case "ec2-image" -> out.put("InstanceId", name).put("ImageId", last);
            case "rds-snapshot" ->
                out.put("DBInstanceIdentifier", name)
                        .put("SnapshotIdentifier", point.point().split(":", 7)[6]);
            case "cluster-snapshot" ->
                out.put("DBClusterIdentifier", name)
                        .put("SnapshotIdentifier", point.point().split(":", 7)[6]);
            case "rds-continuous" -> out.put("DBInstanceIdentifier", name);
            case "cluster-continuous" -> out.put("DBClusterIdentifier", name);
            case "dynamodb-backup" -> out.put("TableName", name).put("BackupArn", point.point());
            case "dynamodb-continuous" -> out.put("TableName", name);
            case "s3-versions" -> out.put("BucketName", name);
            default ->
                out.put("TableName", name)
                        .put("RecoveryPointArn", point.point())
                        .put(
                                "VaultName",
                                point.vault() == null
                                        ? ""
                                        : point.vault().substring(point.vault().lastIndexOf(':') + 1));
        }
        return out;
    }

    /** All of them, in the order in which they are practised. */
    static List<DrillKind> all() {
        return List.of(values());
    }
}

package dev.holdfast.insight;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A point of {@code holdfast_backup_point}, and how it is deleted.
 *
 * @param resource what it is a copy of
 * @param kind the kind of point
 * @param point its ARN, or that of what it is kept in
 * @param account where it lies
 * @param region where it lies
 * @param key the key it is encrypted with, null when none or AWS's own
 * @param vault its vault, null when it lies in none
 * @param locked whether deleting is refused until the lock is lifted
 * @param finalAt from when on nobody can lift the lock, null when never
 */
record Copy(
        String resource,
        String kind,
        String point,
        String account,
        String region,
        @Nullable String key,
        @Nullable String vault,
        boolean locked,
        @Nullable Instant finalAt) {

    static Copy of(ObjectNode row) {
        return new Copy(
                row.path("resource").asText(),
                row.path("kind").asText(),
                row.path("point").asText(),
                row.path("account_id").asText(),
                row.path("region").asText(),
                row.hasNonNull("kms_key") ? row.path("kms_key").asText() : null,
                row.hasNonNull("vault") ? row.path("vault").asText() : null,
                row.path("locked").asBoolean(),
                Times.of(row.path("final_at").asText("")));
    }

    /** The deed that deletes it. Source: service authorization reference. */
    String deed() {
        return switch (kind) {
            case "rds-snapshot", "rds-copy" -> "rds:DeleteDBSnapshot";
            case "rds-continuous" -> "rds:DeleteDBInstance";
            case "cluster-snapshot", "cluster-copy" -> "rds:DeleteDBClusterSnapshot";
            case "cluster-continuous" -> "rds:DeleteDBCluster";
            case "ebs-snapshot", "ec2-image", "ec2-volumes" -> "ec2:DeleteSnapshot";
            case "dynamodb-backup" -> "dynamodb:DeleteBackup";
            case "dynamodb-continuous" -> "dynamodb:DeleteTable";
            case "s3-versions", "s3-replica" -> "s3:DeleteObjectVersion";
            case "fsx-backup" -> "fsx:DeleteBackup";
            case "redshift-snapshot" -> "redshift:DeleteClusterSnapshot";
            default -> "backup:DeleteRecoveryPoint";
        };
    }

    /** What the deed is done to. */
    String target() {
        return switch (kind) {
            case "rds-continuous", "cluster-continuous", "dynamodb-continuous" -> resource;
            case "ec2-image", "ec2-volumes" -> "arn:aws:ec2:" + region + "::snapshot/any";
            case "s3-versions" -> resource + "/any";
            case "s3-replica" -> point + "/any";
            default -> point;
        };
    }

    /** What lifts its lock, empty where nothing does. */
    String lifts() {
        return switch (kind) {
            case "ebs-snapshot" -> "ec2:UnlockSnapshot";
            case "s3-versions", "s3-replica" -> "s3:BypassGovernanceRetention";
            case "vault-point" -> "backup:DeleteBackupVaultLockConfiguration";
            default -> "";
        };
    }

    /** What the lock lies on. */
    String lockTarget() {
        return vault != null ? vault : target();
    }

    /** The resource whose policy may refuse the deed, null where there is none. */
    @Nullable
    String guardedBy() {
        return switch (kind) {
            case "s3-versions" -> resource;
            case "s3-replica" -> point;
            default -> vault;
        };
    }
}

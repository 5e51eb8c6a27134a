package dev.holdfast.recovery;

import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.RestorePoint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The newest usable point that leads back to before the first bad event.
 *
 * @param point what to restore
 * @param backTo the moment it leads back to, before the first bad event
 * @param document the document that restores it, empty when a person does
 */
record CleanPoint(RestorePoint point, Instant backTo, String document) {
    /** Documents by the kind of point; they work where the point lies beside its source. */
    private static final Map<String, String> DOCUMENTS = Map.of(
            "ebs-snapshot", "recoveries/ebs-volume",
            "ec2-image", "recoveries/ec2-instance",
            "rds-snapshot", "recoveries/rds-instance",
            "rds-continuous", "recoveries/rds-time",
            "cluster-snapshot", "recoveries/aurora-cluster",
            "cluster-continuous", "recoveries/aurora-time",
            "dynamodb-backup", "recoveries/dynamodb-backup",
            "dynamodb-continuous", "recoveries/dynamodb-time",
            "s3-versions", "drills/s3-undelete");

    /** The newest that a document restores, or else the newest of all. */
    static Optional<CleanPoint> of(BackupStanding standing, Instant firstBad) {
        Comparator<CleanPoint> order = Comparator.comparing((CleanPoint c) -> !c.document.isEmpty())
                .thenComparing(CleanPoint::backTo)
                .thenComparing(c -> c.point.point(), Comparator.reverseOrder());
        return standing.points().stream()
                .filter(p -> Boolean.TRUE.equals(p.usable()))
                .flatMap(p -> at(p, firstBad).stream())
                .max(order);
    }

    private static Optional<CleanPoint> at(RestorePoint point, Instant firstBad) {
        Instant last = firstBad.minusMillis(1).truncatedTo(ChronoUnit.SECONDS);
        Instant at = point.at();
        if (!point.continuous() && (at == null || !at.isBefore(firstBad))) {
            return Optional.empty();
        }
        if (point.continuous() && point.from() != null && last.isBefore(point.from())) {
            return Optional.empty();
        }
        Instant back =
                at == null || (at.isAfter(last) && point.continuous()) ? last : at.truncatedTo(ChronoUnit.SECONDS);
        boolean here = !point.elsewhereAccount() && !point.elsewhereRegion();
        return Optional.of(new CleanPoint(point, back, here ? DOCUMENTS.getOrDefault(point.kind(), "") : ""));
    }
}

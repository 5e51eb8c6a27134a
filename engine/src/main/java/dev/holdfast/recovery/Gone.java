package dev.holdfast.recovery;

import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.RestorePoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was there before an incident and is no longer: from the older snapshot, with those of its points that outlived it by the
 * newer. Whoever destroys data destroys its backups too where they can.
 */
public final class Gone {
    private static final String AFTER = "it went with what it was a backup of";
    private static final String DELETED = "it was deleted since";

    /** Where points stand that do not end with their source, by the beginning of their kind. */
    private static final Map<String, String> LISTED = Map.of(
            "rds", "aws_rds_db_snapshot",
            "cluster", "aws_rds_db_cluster_snapshot",
            "ebs", "aws_ebs_snapshot",
            "ec2", "aws_ec2_ami",
            "dynamodb", "aws_dynamodb_backup",
            "s3", "aws_s3_bucket",
            "fsx", "aws_fsx_backup",
            "redshift", "aws_redshift_snapshot",
            "vault", "aws_backup_recovery_point");

    private final Snapshot snapshot;
    private final Estate now;
    private final Unreadable unreadable;

    private Gone(Snapshot snapshot, Estate now) {
        this.snapshot = snapshot;
        this.now = now;
        this.unreadable = new Unreadable(snapshot);
    }

    /**
     * Everything of both.
     *
     * @param snapshot the newer one
     * @param now how everything in it stands
     * @param before how everything in the older one stood
     * @return what is there now, and behind it what is not
     */
    public static Estate with(Snapshot snapshot, Estate now, Estate before) {
        Set<String> there = now.standings().stream().map(BackupStanding::arn).collect(Collectors.toSet());
        List<BackupStanding> gone = before.standings().stream()
                .filter(s -> !there.contains(s.arn()) && !s.type().equals("backup-vault"))
                .toList();
        if (gone.isEmpty()) {
            return now;
        }
        Gone whole = new Gone(snapshot, now);
        List<BackupStanding> out = new ArrayList<>(now.standings());
        gone.forEach(s -> out.add(whole.outlived(s)));
        return new Estate(out, now.notSeen());
    }

    private BackupStanding outlived(BackupStanding was) {
        boolean listed = now.notSeen().stream()
                .noneMatch(g -> g.account().equals(was.account()) && g.region().equals(was.region()));
        boolean doubt = !unreadable
                .points(was.type(), was.arn(), was.account(), was.region())
                .isEmpty();
        Set<String> there = listed(was.points());
        List<RestorePoint> points = was.points().stream()
                .map(p -> point(p, was, listed, doubt, there))
                .toList();
        return was.with(points);
    }

    private RestorePoint point(
            RestorePoint point, BackupStanding was, boolean listed, boolean doubt, Set<String> there) {
        if (!Boolean.TRUE.equals(point.usable())) {
            return point;
        }
        if (point.point().startsWith(was.arn() + ":")) {
            return listed ? point.with(false, AFTER) : point.with(null, "whether it is still there was not read");
        }
        if (there.contains(point.point())) {
            return point;
        }
        boolean known = snapshot.schemas().containsKey(table(point)) && !doubt;
        return known ? point.with(false, DELETED) : point.with(null, "whether it is still there was not read");
    }

    private static String table(RestorePoint point) {
        return LISTED.getOrDefault(point.kind().split("-", 2)[0], "");
    }

    private Set<String> listed(List<RestorePoint> points) {
        Set<String> out = new HashSet<>();
        Map<String, List<RestorePoint>> tables = points.stream().collect(Collectors.groupingBy(Gone::table));
        tables.forEach((table, all) -> {
            if (snapshot.schemas().containsKey(table)) {
                String arns = all.stream().map(p -> quoted(p.point())).collect(Collectors.joining(", "));
                snapshot.query(
                        "SELECT DISTINCT arn FROM " + table + " WHERE arn IN (" + arns + ")",
                        c -> {},
                        row -> out.add(row.path("arn").asText()));
            }
        });
        return out;
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}

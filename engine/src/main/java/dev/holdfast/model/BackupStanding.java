package dev.holdfast.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well something that holds data can be brought back. Null stands for what is not known, never for no.
 *
 * @param arn what it is about
 * @param type such as {@code rds-instance}
 * @param name what people call it
 * @param account where it lies
 * @param region where it lies
 * @param isProtected whether there is a usable point at all
 * @param points all points, newest first
 * @param newest the newest usable point, null when there is none
 * @param newestAt the moment it leads back to
 * @param rpoSeconds how much work would be lost now
 * @param rpoObjective how much may be lost, in seconds; null when nobody said
 * @param rtoObjective how long it may take to be back, in seconds; null when nobody said
 * @param objectiveFrom what asks for that
 * @param locked whether some usable point refuses deletion
 * @param otherAccount whether a usable copy lies in another account
 * @param otherRegion whether a usable copy lies in another region
 * @param independentKey whether a usable copy elsewhere lies under a key that the source cannot delete
 * @param soleDeleter whether one administrator alone can make all copies worthless
 * @param soleDeleters some of them
 * @param lastDrill the last drill on it, null when there was none
 * @param unknown what could not be read, each with the operation
 */
public record BackupStanding(
        String arn,
        String type,
        String name,
        String account,
        String region,
        @Nullable Boolean isProtected,
        List<RestorePoint> points,
        @Nullable RestorePoint newest,
        @Nullable Instant newestAt,
        @Nullable Long rpoSeconds,
        @Nullable Long rpoObjective,
        @Nullable Long rtoObjective,
        String objectiveFrom,
        @Nullable Boolean locked,
        @Nullable Boolean otherAccount,
        @Nullable Boolean otherRegion,
        @Nullable Boolean independentKey,
        @Nullable Boolean soleDeleter,
        List<String> soleDeleters,
        @Nullable Drill lastDrill,
        List<String> unknown) {

    /**
     * A drill that was made.
     *
     * @param at when it ended
     * @param outcome {@code passed}, {@code failed} or {@code skipped}, which proved nothing
     * @param rtoSeconds how long the restore took on AWS; null everywhere else, since no other time says anything
     * @param environment {@code aws}, {@code emulator} or {@code simulated}
     */
    public record Drill(
            Instant at, String outcome, @Nullable Long rtoSeconds, String environment) {}

    public BackupStanding {
        points = List.copyOf(points);
        soleDeleters = List.copyOf(soleDeleters);
        unknown = List.copyOf(unknown);
    }

    /** The same thing when it is gone: only these points are left of it, and no moment is counted to. */
    public BackupStanding with(List<RestorePoint> left) {
        boolean any = left.stream().anyMatch(p -> Boolean.TRUE.equals(p.usable()));
        boolean doubt = left.stream().anyMatch(p -> p.usable() == null);
        return new BackupStanding(
                arn,
                type,
                name,
                account,
                region,
                any ? (Boolean) true : doubt ? null : (Boolean) false,
                left,
                null,
                null,
                null,
                rpoObjective,
                rtoObjective,
                objectiveFrom,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                lastDrill,
                unknown);
    }

    /** Whether the last drill brought it back. */
    public boolean proven() {
        return lastDrill != null && lastDrill.outcome().equals("passed");
    }

    /** Whether less would be lost than may be; null when either is not known. */
    public @Nullable Boolean meetsRpo() {
        if (rpoObjective == null || isProtected == null) {
            return null;
        }
        return isProtected && rpoSeconds != null && rpoSeconds <= rpoObjective;
    }
}

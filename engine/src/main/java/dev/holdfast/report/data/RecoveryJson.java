package dev.holdfast.report.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.Gap;
import dev.holdfast.model.RestorePoint;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code recover status --json} says. What is not known is null and stands under {@code unknown}. */
public final class RecoveryJson {
    private RecoveryJson() {}

    /**
     * {@code {schemaVersion, snapshot, asOf, resources, coverage, unknown}}.
     *
     * @param snapshot its name
     * @param asOf up to when ages are counted
     * @param standings one for each resource
     * @param notSeen listings that failed
     */
    public static ObjectNode of(String snapshot, Instant asOf, List<BackupStanding> standings, List<Gap> notSeen) {
        ObjectNode top = Json.top().put("snapshot", snapshot).put("asOf", asOf.toString());
        ArrayNode resources = top.putArray("resources");
        standings.forEach(s -> resources.add(standing(s)));
        // A vault is where copies lie, and no data of its own.
        List<BackupStanding> data =
                standings.stream().filter(s -> !s.type().equals("backup-vault")).toList();
        ObjectNode coverage = top.putObject("coverage");
        coverage.put("resources", data.size());
        coverage.put("protected", count(data, s -> Boolean.TRUE.equals(s.isProtected())));
        coverage.put("unknown", count(data, s -> s.isProtected() == null));
        coverage.put("withinObjective", count(data, s -> Boolean.TRUE.equals(s.meetsRpo())));
        coverage.put("locked", count(data, s -> Boolean.TRUE.equals(s.locked())));
        coverage.put("otherAccount", count(data, s -> Boolean.TRUE.equals(s.otherAccount())));
        coverage.put("otherRegion", count(data, s -> Boolean.TRUE.equals(s.otherRegion())));
        coverage.put("independentKey", count(data, s -> Boolean.TRUE.equals(s.independentKey())));
        coverage.put("safeFromOneAdministrator", count(data, s -> Boolean.FALSE.equals(s.soleDeleter())));
        coverage.put("drilled", count(data, BackupStanding::proven));
        ArrayNode unknown = top.putArray("unknown");
        notSeen.forEach(g -> unknown.addObject()
                .put("account", g.account())
                .put("region", g.region())
                .put("table", g.table())
                .put("operation", g.operation())
                .put("error", g.error()));
        return top;
    }

    private static long count(List<BackupStanding> all, java.util.function.Predicate<BackupStanding> is) {
        return all.stream().filter(is).count();
    }

    private static ObjectNode standing(BackupStanding s) {
        ObjectNode out = Json.object()
                .put("arn", s.arn())
                .put("type", s.type())
                .put("name", s.name())
                .put("account", s.account())
                .put("region", s.region())
                .put("protected", s.isProtected())
                .put("newestUsablePoint", time(s.newestAt()))
                .put("rpoSeconds", s.rpoSeconds())
                .put("rpoObjectiveSeconds", s.rpoObjective())
                .put("rtoObjectiveSeconds", s.rtoObjective())
                .put("meetsRpo", s.meetsRpo())
                .put("locked", s.locked())
                .put("otherAccount", s.otherAccount())
                .put("otherRegion", s.otherRegion())
                .put("independentKey", s.independentKey())
                .put("oneAdministratorCanDeleteAll", s.soleDeleter());
        out.set("administrators", Json.strings(s.soleDeleters()));
        RestorePoint newest = s.newest();
        if (newest == null) {
            out.putNull("point");
        } else {
            out.set("point", point(newest));
        }
        ArrayNode unusable = out.putArray("notUsable");
        s.points().stream()
                .filter(p -> Boolean.FALSE.equals(p.usable()))
                .limit(10)
                .forEach(p -> unusable.addObject().put("point", p.point()).put("why", p.why()));
        BackupStanding.Drill drill = s.lastDrill();
        if (drill == null) {
            out.putNull("lastDrill");
        } else {
            out.putObject("lastDrill")
                    .put("at", drill.at().toString())
                    .put("outcome", drill.outcome())
                    .put("rtoSeconds", drill.environment().equals("aws") ? drill.rtoSeconds() : null)
                    .put("environment", drill.environment());
        }
        out.set("unknown", Json.strings(s.unknown()));
        return out;
    }

    /** A point, for other shapes too. */
    public static ObjectNode point(RestorePoint p) {
        return Json.object()
                .put("kind", p.kind())
                .put("point", p.point())
                .put("account", p.account())
                .put("region", p.region())
                .put("at", time(p.at()))
                .put("reachesFrom", time(p.from()))
                .put("continuous", p.continuous())
                .put("key", p.key())
                .put("vault", p.vault())
                .put("locked", p.locked());
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}

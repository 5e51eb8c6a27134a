package dev.holdfast.recovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Times;
import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.BackupStanding.Drill;
import dev.holdfast.model.RestorePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how well everything that holds data can be brought back. */
public final class Standings {
    private static final Set<String> LISTINGS = Set.of(
            "aws_ebs_volume",
            "aws_ec2_instance",
            "aws_rds_db_instance",
            "aws_rds_db_cluster",
            "aws_dynamodb_table",
            "aws_s3_bucket",
            "aws_efs_file_system",
            "aws_fsx_file_system",
            "aws_redshift_cluster");

    private static final String POINTS = """
            SELECT p.*, k.key_state, k.readable, k.independent
            FROM holdfast_backup_point p
            LEFT JOIN holdfast_data_resource r ON r.resource = p.resource
            LEFT JOIN holdfast_backup_key k
              ON k.account_id = p.account_id AND k.kms_key = p.kms_key
             AND k.source_account = coalesce(r.account_id, split_part(p.resource, ':', 5))
            ORDER BY p.resource, p.created_at DESC NULLS FIRST, p.point, p.vault""";

    /** S3 keeps former versions for any number of days that is an integer. */
    private static final long LONGEST = 36_500;

    private final Snapshot snapshot;
    private final Instant now;
    private final Unreadable unreadable;
    private final Map<String, Drill> drills;
    private final Map<String, ObjectNode> sole = new HashMap<>();
    private final Map<String, ObjectNode> objectives = new HashMap<>();
    private final Map<String, List<ObjectNode>> points = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();

    private Standings(Snapshot snapshot, Instant now, Map<String, Drill> drills) {
        this.snapshot = snapshot;
        this.now = now;
        this.drills = drills;
        this.unreadable = new Unreadable(snapshot);
        Set<String> there = snapshot.schemas().keySet();
        if (there.contains("holdfast_sole_deleter")) {
            each(
                    "SELECT * FROM holdfast_sole_deleter",
                    row -> sole.put(row.path("resource").asText(), row));
        }
        if (there.contains("holdfast_account_objective")) {
            each(
                    "SELECT * FROM holdfast_account_objective",
                    row -> objectives.put(row.path("account").asText(), row));
        }
        if (there.contains("holdfast_backup_key")) {
            each(
                    POINTS,
                    row -> points.computeIfAbsent(row.path("resource").asText(), k -> new ArrayList<>())
                            .add(row));
        } else if (there.contains("holdfast_backup_point")) {
            each(
                    "SELECT * FROM holdfast_backup_point ORDER BY resource, created_at DESC NULLS FIRST, point",
                    row -> points.computeIfAbsent(row.path("resource").asText(), k -> new ArrayList<>())
                            .add(row));
        }
    }

    private void each(String sql, java.util.function.Consumer<ObjectNode> row) {
        snapshot.query(sql, columns -> {}, row);
    }

    /**
     * Reads the standings.
     *
     * @param snapshot a snapshot with derived tables
     * @param now up to when ages are counted
     * @param drills the last drill by the ARN or the name of what was restored
     */
    public static Estate of(Snapshot snapshot, Instant now, Map<String, Drill> drills) {
        return new Standings(snapshot, now, drills).read();
    }

    private Estate read() {
        List<BackupStanding> out = new ArrayList<>();
        if (snapshot.schemas().containsKey("holdfast_data_resource")) {
            each(
                    "SELECT name FROM holdfast_data_resource",
                    row -> names.merge(row.path("name").asText(), 1, Integer::sum));
            each(
                    "SELECT * FROM holdfast_data_resource ORDER BY type, account_id, region, resource",
                    row -> out.add(standing(
                            row.path("resource").asText(),
                            row.path("type").asText(),
                            row.path("name").asText(),
                            row.path("account_id").asText(),
                            row.path("region").asText(),
                            points.getOrDefault(row.path("resource").asText(), List.of()))));
        }
        if (snapshot.schemas().containsKey("aws_backup_vault")) {
            Map<String, List<ObjectNode>> byVault = new HashMap<>();
            points.values()
                    .forEach(list -> list.forEach(
                            p -> byVault.computeIfAbsent(p.path("vault").asText(), k -> new ArrayList<>())
                                    .add(p)));
            each(
                    "SELECT arn, name, account_id, region, locked, vault_type FROM aws_backup_vault ORDER BY arn",
                    row -> out.add(
                            vault(row, byVault.getOrDefault(row.path("arn").asText(), List.of()))));
        }
        out.sort(Comparator.comparingInt(Standings::strength)
                .thenComparing(BackupStanding::type)
                .thenComparing(BackupStanding::account)
                .thenComparing(BackupStanding::arn));
        return new Estate(out, unreadable.listings(LISTINGS));
    }

    /** 0 for what is lost when it is lost, more for what stands better. */
    private static int strength(BackupStanding s) {
        if (!Boolean.TRUE.equals(s.isProtected())) {
            return Boolean.FALSE.equals(s.isProtected()) ? 0 : 1;
        }
        int out = 2;
        out += Boolean.FALSE.equals(s.meetsRpo()) ? 0 : 1;
        out += Boolean.FALSE.equals(s.soleDeleter()) ? 2 : 0;
        out += Boolean.TRUE.equals(s.locked()) ? 1 : 0;
        return out + (s.proven() ? 1 : 0);
    }

    private BackupStanding standing(
            String arn, String type, String name, String account, String region, List<ObjectNode> rows) {
        List<RestorePoint> all =
                rows.stream().map(r -> point(r, account, region)).toList();
        List<RestorePoint> usable =
                all.stream().filter(p -> Boolean.TRUE.equals(p.usable())).toList();
        RestorePoint newest = usable.stream()
                .max(Comparator.comparing(this::moment).thenComparing(RestorePoint::point, Comparator.reverseOrder()))
                .orElse(null);
        List<String> unknown = new ArrayList<>(unreadable.points(type, arn, account, region));
        boolean doubt = !unknown.isEmpty() || all.stream().anyMatch(p -> p.usable() == null);
        all.stream()
                .filter(p -> p.usable() == null)
                .map(RestorePoint::why)
                .distinct()
                .forEach(unknown::add);
        List<String> elsewhere = unreadable.anywhere(Unreadable.COPIES);
        boolean maybe = doubt || !elsewhere.isEmpty();
        ObjectNode alone = sole.get(arn);
        List<String> power = unreadable.anywhere(Unreadable.POWER);
        Boolean single = null;
        if (newest != null && alone != null && power.isEmpty() && !doubt) {
            single = alone.path("sole").asBoolean();
        }
        if (newest != null && single == null) {
            power.stream().limit(3).forEach(unknown::add);
        }
        List<String> who = new ArrayList<>();
        if (Boolean.TRUE.equals(single) && alone != null) {
            alone.path("principals").forEach(p -> who.add(p.asText()));
        }
        Instant at = newest == null ? null : moment(newest);
        ObjectNode wanted = objectives.get(account);
        // Drills of documents given by hand know only a name, which counts where it means one thing.
        Drill drill = drills.getOrDefault(arn, names.getOrDefault(name, 0) == 1 ? drills.get(name) : null);
        return new BackupStanding(
                arn,
                type,
                name,
                account,
                region,
                newest != null ? (Boolean) true : doubt ? null : (Boolean) false,
                all,
                newest,
                at,
                at == null ? null : Math.max(0, Duration.between(at, now).toSeconds()),
                hours(wanted, "rpo_hours"),
                hours(wanted, "rto_hours"),
                wanted == null ? "" : wanted.path("because").asText(),
                any(usable, RestorePoint::locked, doubt),
                any(usable, RestorePoint::elsewhereAccount, maybe),
                any(usable, RestorePoint::elsewhereRegion, maybe),
                any(
                        usable,
                        p -> (p.elsewhereAccount() || p.elsewhereRegion()) && Boolean.TRUE.equals(p.independent()),
                        maybe || usable.stream().anyMatch(p -> p.elsewhereAccount() && p.independent() == null)),
                single,
                who,
                drill,
                unknown);
    }

    /** A vault stands by its lock and by the newest point that lies in it. */
    private BackupStanding vault(ObjectNode row, List<ObjectNode> rows) {
        String account = row.path("account_id").asText();
        String region = row.path("region").asText();
        BackupStanding inner = standing(
                row.path("arn").asText(), "backup-vault", row.path("name").asText(), account, region, rows);
        boolean locked = row.path("locked").asBoolean()
                || row.path("vault_type").asText().startsWith("LOGICALLY_AIR_GAPPED");
        return new BackupStanding(
                inner.arn(),
                inner.type(),
                inner.name(),
                account,
                region,
                locked,
                inner.points(),
                inner.newest(),
                inner.newestAt(),
                inner.rpoSeconds(),
                null,
                null,
                "",
                locked,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                List.of());
    }

    private static @Nullable Long hours(@Nullable ObjectNode row, String column) {
        return row == null || !row.hasNonNull(column)
                ? null
                : Math.round(row.path(column).asDouble() * 3600);
    }

    private static @Nullable Boolean any(
            List<RestorePoint> points, java.util.function.Predicate<RestorePoint> is, boolean doubt) {
        if (points.stream().anyMatch(is)) {
            return true;
        }
        return doubt ? null : (Boolean) false;
    }

    private Instant moment(RestorePoint point) {
        return point.at() == null ? now : point.at();
    }

    private RestorePoint point(ObjectNode row, String account, String region) {
        String key = row.hasNonNull("kms_key") ? row.path("kms_key").asText() : null;
        Instant expires = Times.of(row.path("expires_at").asText());
        String where = row.path("account_id").asText();
        String state = row.path("key_state").asText();
        Boolean usable;
        String why = "";
        if (expires != null && !expires.isAfter(now)) {
            usable = false;
            why = "it expired at " + expires;
        } else if (key == null) {
            usable = true;
        } else if (!row.hasNonNull("key_state")) {
            usable = null;
            why = "the key " + key + " was not read";
        } else if (!state.equals("Enabled")) {
            usable = false;
            why = "its key " + key + " is " + state;
        } else if (!row.hasNonNull("readable")) {
            usable = null;
            why = "who may read with the key " + key + " was not read";
        } else {
            usable = row.path("readable").asBoolean();
            why = usable ? "" : "the role that restores may not read with its key " + key;
        }
        boolean withoutKey = key == null && !where.equals(account);
        Instant at = Times.of(row.path("created_at").asText());
        return new RestorePoint(
                row.path("kind").asText(),
                row.path("point").asText(),
                where,
                row.path("region").asText(),
                at,
                from(row, at),
                key,
                row.hasNonNull("vault") ? row.path("vault").asText() : null,
                row.path("locked").asBoolean(),
                usable,
                why,
                !where.equals(account),
                !row.path("region").asText().equals(region),
                // What lies unencrypted elsewhere depends on no key.
                withoutKey
                        ? (Boolean) true
                        : row.hasNonNull("independent")
                                ? (Boolean) row.path("independent").asBoolean()
                                : null);
    }

    /** The later of what AWS tells and of what is kept so many days only. */
    private @Nullable Instant from(ObjectNode row, @Nullable Instant at) {
        Instant told = Times.of(row.path("reaches_from").asText());
        if (!row.hasNonNull("reach_days")) {
            return told;
        }
        Instant kept = (at == null ? now : at)
                .minus(Duration.ofDays(Math.min(row.path("reach_days").asLong(), LONGEST)));
        return told == null || kept.isAfter(told) ? kept : told;
    }
}

package dev.holdfast.recovery;

import dev.holdfast.model.BackupStanding;
import dev.holdfast.model.RestorePoint;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether something that holds data can be restored to before an incident, and to when.
 *
 * @param resource its ARN
 * @param name what people call it
 * @param type such as {@code dynamodb-table}
 * @param answer whether it can
 * @param backTo the moment that the newest clean point leads back to, null when there is none
 * @param point the kind of that point, empty when there is none
 * @param locked whether that point cannot be deleted
 * @param elsewhere whether a usable clean point lies in another account
 * @param why why not, or why it is not known; empty when it can
 */
public record Restorable(
        String resource,
        String name,
        String type,
        Answer answer,
        @Nullable Instant backTo,
        String point,
        boolean locked,
        boolean elsewhere,
        String why) {
    /** What can be said. */
    public enum Answer {
        RESTORABLE,
        NOT_RESTORABLE,
        UNKNOWN
    }

    /**
     * What an incident affects: what its findings name, or all data of its accounts where they name no data.
     *
     * @param estate how everything stands
     * @return what cannot be restored first, then what is not known, then the rest
     */
    public static List<Restorable> of(Incident incident, Estate estate) {
        List<BackupStanding> named = estate.standings().stream()
                .filter(s -> incident.resources().stream()
                        .anyMatch(word ->
                                word.equals(s.arn()) || word.equals(s.name()) || word.startsWith(s.arn() + "/")))
                .toList();
        List<BackupStanding> affected = !named.isEmpty()
                ? named
                : estate.standings().stream()
                        .filter(s -> incident.accounts().contains(s.account()))
                        .toList();
        Comparator<Restorable> order = Comparator.comparingInt(
                        (Restorable r) -> r.answer() == Answer.RESTORABLE ? 2 : r.answer() == Answer.UNKNOWN ? 1 : 0)
                .thenComparing(Restorable::type)
                .thenComparing(Restorable::name);
        return affected.stream()
                .filter(s -> !s.type().equals("backup-vault"))
                .map(s -> one(s, incident.firstBad()))
                .sorted(order)
                .toList();
    }

    private static Restorable one(BackupStanding standing, Instant firstBad) {
        Optional<CleanPoint> clean = CleanPoint.of(standing, firstBad);
        if (clean.isPresent()) {
            boolean elsewhere = standing.points().stream()
                    .filter(p -> p.elsewhereAccount() && Boolean.TRUE.equals(p.usable()))
                    .anyMatch(p -> p.at() != null && p.at().isBefore(firstBad));
            RestorePoint point = clean.get().point();
            return new Restorable(
                    standing.arn(),
                    standing.name(),
                    standing.type(),
                    Answer.RESTORABLE,
                    clean.get().backTo(),
                    point.kind(),
                    point.locked(),
                    elsewhere,
                    "");
        }
        boolean unknown = standing.isProtected() == null
                || standing.points().stream()
                        .anyMatch(p -> p.usable() == null && (p.at() == null || p.at().isBefore(firstBad)));
        String why = unknown
                ? "its points could not be read whole"
                : standing.points().isEmpty()
                        ? "it has no backup"
                        : "none of its " + standing.points().size()
                                + " points is usable and from before the first bad event";
        return new Restorable(
                standing.arn(),
                standing.name(),
                standing.type(),
                unknown ? Answer.UNKNOWN : Answer.NOT_RESTORABLE,
                null,
                "",
                false,
                false,
                why);
    }
}

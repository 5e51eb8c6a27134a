package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.Case;
import dev.holdfast.recovery.Estate;
import dev.holdfast.recovery.Gone;
import dev.holdfast.recovery.Incident;
import dev.holdfast.recovery.Restorable;
import dev.holdfast.recovery.Standings;
import dev.holdfast.report.Phrases;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What can be restored of what a case hit, and to when, by the newest snapshot; for cases in which data is destroyed or held
 * to ransom.
 *
 * @param snapshot name of the snapshot; empty when there is none
 * @param firstBad when it began
 * @param all what is affected, the hopeless first
 * @param notSeen how many listings the snapshot lacks, so that more may be affected
 */
record CaseRecovery(String snapshot, Instant firstBad, List<Restorable> all, int notSeen) {
    private static final int SHOWN = 15;
    /** Data destroyed, encrypted, or its recovery prevented. */
    private static final Set<String> HARM = Set.of("T1485", "T1486", "T1490", "T1561");

    private static final Pattern DATA = Pattern.compile("arn:[^:]*:(rds:.*:(db|cluster):|ec2:.*:(volume|instance)/"
            + "|dynamodb:|s3:|elasticfilesystem:|fsx:|redshift:)");

    /** Nothing for a case of another kind. */
    static Optional<CaseRecovery> of(Case facts, Verb verb) {
        if (!hitsData(facts)) {
            return Optional.empty();
        }
        Snapshots store = Snapshots.of(verb.home());
        if (store.names().isEmpty()) {
            return Optional.of(new CaseRecovery("", facts.firstEvent(), List.of(), 0));
        }
        Path file = store.folder().resolve(store.names().getLast() + Snapshots.ENDING);
        Verdicts.Open open = Verdicts.opened(file, verb.home(), verb.config(), verb.content(), verb.here(), null);
        try (var closing = open.snapshot()) {
            Estate estate = before(closing, open.at(), file, facts, store, verb);
            return Optional.of(new CaseRecovery(
                    Snapshots.name(file),
                    facts.firstEvent(),
                    Restorable.of(Incident.of(facts), estate),
                    estate.notSeen().size()));
        }
    }

    /** How everything stands, with what the newest snapshot no longer has where one from before the first bad event had it. */
    private static Estate before(Snapshot newest, Instant at, Path file, Case facts, Snapshots store, Verb verb) {
        var drills = RecoverStatusVerb.drills(Verdicts.facts(verb.home()));
        Estate now = Standings.of(newest, at, drills);
        Path older = store.before(facts.firstEvent(), file);
        boolean all = Incident.of(facts).resources().stream()
                .filter(r -> DATA.matcher(r).lookingAt())
                .allMatch(r -> now.standings().stream().anyMatch(s -> s.arn().equals(r)));
        if (older == null || all) {
            return now;
        }
        Verdicts.Open open = Verdicts.opened(older, verb.home(), verb.config(), verb.content(), verb.here(), null);
        try (var closing = open.snapshot()) {
            return Gone.with(newest, now, Standings.of(closing, open.at(), drills));
        }
    }

    static boolean hitsData(Case facts) {
        return (facts.respond() != null && facts.respond().startsWith("ransomware-"))
                || facts.findings().stream()
                        .flatMap(f -> Optional.ofNullable(f.sighting()).stream())
                        .flatMap(s -> s.attack().stream())
                        .anyMatch(a -> HARM.contains(a.split("\\.", 2)[0].toUpperCase(Locale.ROOT)));
    }

    /** A sentence for each, the first about where it is known from. */
    List<String> lines() {
        if (snapshot.isEmpty()) {
            return List.of("There is no snapshot, so what can be restored is not known; run `holdfast identify`");
        }
        List<String> out = new ArrayList<>();
        out.add("By snapshot " + snapshot + ", to before the first bad event at " + Phrases.second(firstBad) + ":");
        if (early()) {
            out.add(
                    "the snapshot is from before that, so what was deleted since still counts; run `holdfast identify`");
        }
        if (all.isEmpty()) {
            out.add("nothing that holds data is named, and the account has none in this snapshot");
        }
        all.stream().limit(SHOWN).forEach(r -> out.add(words(r)));
        if (all.size() > SHOWN) {
            out.add("and " + (all.size() - SHOWN) + " more; see `holdfast recover status`");
        }
        if (notSeen > 0) {
            out.add(Phrases.count(notSeen, "listing", "listings") + " could not be read, so more may be affected");
        }
        return out;
    }

    /** Whether the snapshot knows nothing of what the case did. */
    private boolean early() {
        Instant begun = Snapshots.begun(snapshot);
        return begun != null && begun.isBefore(firstBad);
    }

    private String words(Restorable r) {
        String what = r.name() + " (" + r.type() + ")";
        Instant back = r.backTo();
        return switch (r.answer()) {
            case RESTORABLE ->
                what + ": to "
                        + (back == null
                                ? "any moment"
                                : Phrases.second(back) + ", " + Phrases.duration(Duration.between(back, firstBad))
                                        + " before")
                        + (r.locked() ? ", locked" : ", not locked")
                        + (r.elsewhere() ? ", also from another account" : "");
            case NOT_RESTORABLE -> what + ": cannot be restored, " + r.why();
            case UNKNOWN -> what + ": not known, " + r.why();
        };
    }

    void put(ObjectNode out) {
        ObjectNode top = out.putObject("recovery")
                .put("snapshot", snapshot.isEmpty() ? null : snapshot)
                .put("firstBad", firstBad.toString())
                .put("fromBefore", early())
                .put("listingsNotRead", notSeen);
        ArrayNode list = top.putArray("resources");
        all.forEach(r -> list.addObject()
                .put("resource", r.resource())
                .put("name", r.name())
                .put("type", r.type())
                .put("answer", r.answer().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("backTo", r.backTo() == null ? null : r.backTo().toString())
                .put("point", r.point())
                .put("locked", r.locked())
                .put("otherAccount", r.elsewhere())
                .put("why", r.why()));
    }
}

package dev.holdfast.cli;

import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.FindingSpool;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.QueueDays.RuleDay;
import dev.holdfast.ledger.SuppressionRow;
import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Sighting;
import dev.holdfast.triage.Disposition;
import dev.holdfast.triage.FindingKey;
import dev.holdfast.triage.GatheredFindings;
import dev.holdfast.triage.Outlines;
import dev.holdfast.triage.RuleRecord;
import dev.holdfast.triage.ScoredCase;
import dev.holdfast.triage.Suppression;
import dev.holdfast.triage.Triage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes what was found into the queue: cases are kept, what is silenced is kept apart, rules are counted, doors are told. */
final class CaseIntake {
    private final Verb verb;

    CaseIntake(Verb verb) {
        this.verb = verb;
    }

    /**
     * What became of findings.
     *
     * @param cases the cases they are in now, the most urgent first, with outlines of their findings
     * @param opened how many of these are new
     * @param suppressed how many findings a suppression kept out
     * @param expired ids of suppressions that would have, and have ended
     */
    record Taken(List<ScoredCase> cases, long opened, int suppressed, List<String> expired) {}

    /** Takes findings of detections and keeps what arrived. */
    Taken take(Collection<Finding> findings, EventIntake arrived) {
        try (FindingSpool spool = spool(verb)) {
            Outlines outlines = new Outlines(spool::put, spool::get);
            GatheredFindings gathered = new GatheredFindings(outlines);
            findings.forEach(gathered::add);
            return take(gathered, outlines, arrived);
        }
    }

    /** The same with findings that are held. */
    Taken take(GatheredFindings gathered, Outlines outlines, EventIntake arrived) {
        try (Ledger ledger = verb.home().ledger()) {
            arrived.keep(ledger);
            if (gathered.isEmpty()) {
                new Courier(verb).sendAndSay(ledger);
                return new Taken(List.of(), 0, 0, List.of());
            }
            return take(gathered.drain(), outlines, ledger);
        }
    }

    /** Where findings wait until they are in the ledger; the caller closes. */
    static FindingSpool spool(Verb verb) {
        return new FindingSpool(verb.home().sub("detect"));
    }

    private Taken take(List<Finding> held, Outlines outlines, Ledger ledger) {
        Instant now = verb.here().clock().instant();
        // Of what is closed only outlines are needed; what is open may be written again.
        List<CaseFile> files = ledger.cases()
                .all((state, finding) ->
                        state == Case.State.CLOSED ? outlines.outline(finding) : outlines.hold(finding));
        List<Case> known = files.stream().map(CaseFile::facts).toList();
        List<Suppression> granted = ledger.suppressions().all().stream()
                .filter(s -> s.endedAt() == null)
                .map(CaseIntake::rule)
                .toList();
        Triage.Context context =
                new Triage.Context(Posture.newest(verb.home()), known, harmless(files), granted, records(files));
        Triage.Queue queue = Triage.queue(held, context, now, outlines);
        Set<String> before = known.stream().map(Case::id).collect(Collectors.toSet());
        for (ScoredCase scored : queue.cases()) {
            List<CaseFile.Term> terms = scored.score().terms().stream()
                    .map(t -> new CaseFile.Term(t.name(), t.value(), t.why()))
                    .toList();
            ledger.cases().keep(scored.value(), terms, now, outlines::whole);
        }
        List<Finding> hidden = new ArrayList<>();
        for (int i = 0; i < queue.suppressed().size(); i++) {
            Finding finding = outlines.whole(queue.suppressed().get(i));
            if (ledger.suppressions().hid(queue.by().get(i), Triage.key(finding), finding, when(finding))) {
                hidden.add(finding);
            }
        }
        ledger.queueDays().add(counts(queue, hidden));
        Courier courier = new Courier(verb);
        courier.tell(ledger, queue.cases().stream().map(c -> c.value().id()));
        courier.sendAndSay(ledger);
        long opened = queue.cases().stream()
                .filter(c -> !before.contains(c.value().id()))
                .count();
        return new Taken(queue.cases(), opened, queue.suppressed().size(), queue.expired());
    }

    private static List<RuleDay> counts(Triage.Queue queue, List<Finding> hidden) {
        Map<String, long[]> counts = new HashMap<>();
        queue.cases().stream()
                .flatMap(c -> c.value().findings().stream())
                .filter(f -> queue.fresh().contains(FindingKey.of(f)))
                .forEach(f -> counts.computeIfAbsent(f.rule() + "|" + day(f), k -> new long[2])[0]++);
        hidden.forEach(f -> counts.computeIfAbsent(f.rule() + "|" + day(f), k -> new long[2])[1]++);
        return counts.entrySet().stream()
                .map(e -> {
                    int cut = e.getKey().lastIndexOf('|');
                    return new RuleDay(
                            e.getKey().substring(0, cut),
                            LocalDate.parse(e.getKey().substring(cut + 1)),
                            e.getValue()[0],
                            e.getValue()[1]);
                })
                .toList();
    }

    private static LocalDate day(Finding finding) {
        return when(finding).atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static Instant when(Finding finding) {
        Sighting seen = finding.sighting();
        return seen == null ? Instant.EPOCH : seen.firstTime();
    }

    /** A suppression of the ledger as triage applies it. */
    static Suppression rule(SuppressionRow row) {
        return new Suppression(
                row.id(),
                row.rule(),
                row.account(),
                row.actor(),
                row.resource(),
                row.owner(),
                row.reason(),
                row.expiresAt());
    }

    /** {@code rule|actor} of what people closed as harmless. */
    static Set<String> harmless(Collection<CaseFile> files) {
        Set<String> out = new HashSet<>();
        for (CaseFile file : files) {
            if (Disposition.of(word(file)).filter(Disposition::harmless).isPresent()) {
                for (Finding finding : file.facts().findings()) {
                    Sighting seen = finding.sighting();
                    out.add(finding.rule() + "|" + (seen == null ? "" : seen.actor()));
                }
            }
        }
        return out;
    }

    /** What became of the cases of each rule. */
    static Map<String, RuleRecord> records(Collection<CaseFile> files) {
        return RuleRecord.of(files.stream()
                .map(f -> new RuleRecord.Judged(
                        f.facts().findings().stream().map(Finding::rule).toList(), word(f)))
                .toList());
    }

    /** Findings of cases that people closed as harm or contained: what no suppression may silence unseen. */
    static List<Finding> truePositives(Collection<CaseFile> files) {
        return files.stream()
                .filter(f -> word(f).equals(Disposition.TRUE_POSITIVE.word())
                        || f.facts().state() == Case.State.CONTAINED)
                .flatMap(f -> f.facts().findings().stream())
                .toList();
    }

    private static String word(CaseFile file) {
        return file.disposition() == null ? "" : file.disposition();
    }
}

package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.ledger.Arrivals;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.QueueDay;
import dev.holdfast.ledger.QueueDays.RuleDay;
import dev.holdfast.ledger.SuppressionRow;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Sighting;
import dev.holdfast.posture.FactTables;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Holdfast's own ledger tells of the watch it keeps: the queue, suppressions, what arrived, how rules do. Read at
 * once, and turned into rows of tables when it is known as of when they are judged.
 *
 * @param cases all cases
 * @param began when the queue began, empty when it never did
 * @param signed the signed days
 * @param suppressions all suppressions
 * @param ruleDays what the rules did on which day
 * @param newest for each source, account and region the newest that arrived
 * @param hours the hours of the last days
 * @param hosts the machines that sent something
 */
record HouseFacts(
        List<CaseFile> cases,
        Optional<LocalDate> began,
        List<QueueDay> signed,
        List<SuppressionRow> suppressions,
        List<RuleDay> ruleDays,
        List<Arrivals.Hour> newest,
        List<Arrivals.Hour> hours,
        List<Arrivals.Host> hosts) {
    /** Under this name it travels with the rows of the ledger. */
    private static final String NAME = "holdfast_house";

    static final HouseFacts NOTHING = new HouseFacts(
            List.of(), Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    static HouseFacts read(Ledger ledger) {
        List<Arrivals.Hour> newest = ledger.arrivals().newest();
        Instant last =
                newest.stream().map(Arrivals.Hour::hour).max(Instant::compareTo).orElse(Instant.EPOCH);
        List<QueueDay> signed = ledger.queueDays().all();
        return new HouseFacts(
                ledger.cases().all(),
                WorkedDays.began(ledger),
                signed,
                ledger.suppressions().all(),
                ledger.queueDays().rules(LocalDate.EPOCH),
                newest,
                ledger.arrivals().hours(last.minus(Duration.ofDays(30))),
                ledger.arrivals().hosts());
    }

    /** Puts it beside the rows of the ledger. */
    void into(Map<String, List<Map<String, @Nullable Object>>> facts) {
        Map<String, @Nullable Object> row = new TreeMap<>();
        row.put(NAME, this);
        facts.put(NAME, List.of(row));
    }

    static HouseFacts from(Map<String, List<Map<String, @Nullable Object>>> facts) {
        return facts.getOrDefault(NAME, List.of()).stream()
                .map(row -> row.get(NAME))
                .filter(HouseFacts.class::isInstance)
                .map(HouseFacts.class::cast)
                .findFirst()
                .orElse(NOTHING);
    }

    /**
     * The rows of each table.
     *
     * @param content holds the detections
     * @param rules whether they are wanted at all
     * @param at as of when
     */
    Map<String, List<ObjectNode>> rows(ContentFolder content, Config config, Instant at, boolean rules) {
        TriageSettings settings = TriageSettings.of(config);
        SourceRows sources = new SourceRows(this, settings);
        Map<String, List<ObjectNode>> out = new TreeMap<>();
        out.put(FactTables.CASE_FINDING.name(), caseFindings());
        out.put(FactTables.TRIAGE_DAY.name(), days(settings, at));
        out.put(FactTables.SUPPRESSION.name(), suppressed(at));
        out.put(FactTables.LOG_SOURCE.name(), sources.sources(config, at));
        out.put(FactTables.LOG_HOST.name(), sources.hosts());
        out.put(
                FactTables.RULE.name(),
                rules ? new RuleRows(this, settings).rows(Library.detections(content), at) : List.of());
        return out;
    }

    private List<ObjectNode> caseFindings() {
        List<ObjectNode> out = new ArrayList<>();
        for (CaseFile file : cases) {
            Instant seen = file.seen() != null ? file.seen().at() : file.signedOffAt();
            for (Finding finding : file.facts().findings()) {
                Sighting sighting = finding.sighting();
                if (sighting == null || !sighting.source().equals("aws/guardduty")) {
                    continue;
                }
                for (String id : sighting.eventIds()) {
                    out.add(Verb.JSON
                            .createObjectNode()
                            .put("event_id", id)
                            .put("case_id", file.facts().id())
                            .put("opened_at", file.openedAt().toString())
                            .put("acknowledged_at", seen == null ? null : seen.toString()));
                }
            }
        }
        return out;
    }

    private List<ObjectNode> days(TriageSettings settings, Instant at) {
        return WorkedDays.of(began, signed, settings, at).stream()
                .map(d -> Verb.JSON
                        .createObjectNode()
                        .put("day", d.day().toString())
                        .put("due", d.due())
                        .put("in_time", d.inTime())
                        .put("signed_by", d.signed() == null ? null : d.signed().by()))
                .toList();
    }

    private List<ObjectNode> suppressed(Instant at) {
        List<Finding> harm = CaseIntake.truePositives(cases);
        return suppressions.stream()
                .filter(s -> s.inForce(at))
                .map(s -> Verb.JSON
                        .createObjectNode()
                        .put("id", s.id())
                        .put("rule", s.rule())
                        .put("owner", s.owner())
                        .put("reason", s.reason())
                        .put("expires_at", s.expiresAt().toString())
                        .put("hidden", s.hits())
                        .put("true_positives", CaseIntake.rule(s).covered(harm).size()))
                .toList();
    }
}

package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.Arrivals;
import dev.holdfast.triage.HourLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What arrived, as rows of tables. */
final class SourceRows {
    /** How far back gaps are judged. */
    private static final Duration WEEK = Duration.ofDays(7);

    /** What `siem.sources` calls a source, to how the ids of its log sources begin. */
    private static final Map<String, List<String>> ENABLED = Map.of(
            "cloudtrail", List.of("aws/cloudtrail"),
            "vpc-flow", List.of("aws/vpc"),
            "guardduty", List.of("aws/guardduty"),
            "security-hub", List.of("aws/securityhub", "aws/security-hub", "aws/security_hub"),
            "suricata", List.of("suricata/"),
            "wazuh", List.of("wazuh/"),
            "os", List.of("linux/", "windows/"),
            "config", List.of("aws/config"),
            "waf", List.of("aws/waf"),
            "dns", List.of("aws/route53", "aws/dns"));

    private final HouseFacts facts;
    private final TriageSettings settings;

    SourceRows(HouseFacts facts, TriageSettings settings) {
        this.facts = facts;
        this.settings = settings;
    }

    /** A row for each source and account that ever arrived, and for each enabled source that never did. */
    List<ObjectNode> sources(Config config, Instant at) {
        Map<String, Instant> newest = new TreeMap<>();
        facts.newest()
                .forEach(h -> newest.merge(key(h.source(), h.account()), h.newest(), (a, b) -> a.isAfter(b) ? a : b));
        Map<String, Integer> gaps = new TreeMap<>();
        for (HourLedger.Line line : ledger(at)) {
            gaps.merge(key(line.scope().source(), line.scope().account()), line.longestGap(), Math::max);
        }
        List<ObjectNode> out = new ArrayList<>();
        newest.forEach((key, last) -> {
            int cut = key.indexOf(' ');
            String source = cut < 0 ? key : key.substring(0, cut);
            out.add(row(key, source, cut < 0 ? "" : key.substring(cut + 1))
                    .put("newest_event_at", last.toString())
                    .put("longest_gap_hours", gaps.getOrDefault(key, 0)));
        });
        config.document().path("siem").path("sources").forEach(word -> {
            List<String> beginnings = ENABLED.getOrDefault(word.asText(), List.of(word.asText()));
            boolean arrived =
                    newest.keySet().stream().anyMatch(k -> beginnings.stream().anyMatch(k::startsWith));
            if (!arrived) {
                out.add(row(word.asText(), word.asText(), "").put("longest_gap_hours", 0));
            }
        });
        return out;
    }

    private ObjectNode row(String id, String source, String account) {
        TriageSettings.Limits limits = settings.limits(source);
        return Verb.JSON
                .createObjectNode()
                .put("id", id)
                .put("source", source)
                .put("account", account)
                .put("max_lag_hours", limits.lag().toHours())
                .put("max_gap_hours", limits.gapHours());
    }

    private static String key(String source, String account) {
        return account.isEmpty() ? source : source + " " + account;
    }

    /** The hours of the last week before a time. */
    private List<HourLedger.Line> ledger(Instant at) {
        Instant since = at.minus(WEEK);
        return HourLedger.of(
                received(facts.hours()).stream()
                        .filter(r -> !r.hour().isBefore(since) && !r.hour().isAfter(at))
                        .toList(),
                since,
                at,
                settings.arrival().lag());
    }

    /** What the ledger holds, as triage takes it. */
    static List<HourLedger.Received> received(List<Arrivals.Hour> hours) {
        return hours.stream()
                .map(h -> new HourLedger.Received(
                        new HourLedger.Scope(h.source(), h.account(), h.region()),
                        h.hour(),
                        h.events(),
                        h.newest(),
                        h.firstRead()))
                .toList();
    }

    private static String bare(String host) {
        boolean address = host.matches("[0-9.]+") || host.contains(":");
        int dot = host.indexOf('.');
        return address || dot < 0 ? host : host.substring(0, dot);
    }

    /** A row for each machine and source; a name without its domain, since logs write it either way. */
    List<ObjectNode> hosts() {
        return facts.hosts().stream()
                .map(h -> Verb.JSON
                        .createObjectNode()
                        .put("source", h.source())
                        .put("host", bare(h.host()))
                        .put("newest_event_at", h.newest().toString())
                        .put("max_lag_hours", settings.limits(h.source()).lag().toHours()))
                .toList();
    }
}

package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.content.Detection;
import dev.holdfast.content.SigmaMeta;
import dev.holdfast.content.SigmaRule;
import dev.holdfast.ledger.Arrivals;
import dev.holdfast.ledger.QueueDays.RuleDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** How the detections do, as rows of a table. */
final class RuleRows {
    private final TriageSettings settings;
    private final Map<String, Instant> newest = new HashMap<>();
    private final List<RuleDay> days;

    RuleRows(HouseFacts facts, TriageSettings settings) {
        this.settings = settings;
        this.days = facts.ruleDays();
        for (Arrivals.Hour hour : facts.newest()) {
            newest.merge(hour.source(), hour.newest(), (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    /** A row for each detection and log source that it reads. */
    List<ObjectNode> rows(List<Detection> detections, Instant at) {
        LocalDate today = at.atZone(ZoneOffset.UTC).toLocalDate();
        Map<String, Long> week = new HashMap<>();
        for (RuleDay day : days) {
            if (!day.day().isAfter(today) && day.day().isAfter(today.minusDays(TriageRules.WEEK))) {
                week.merge(day.rule(), day.findings(), Long::sum);
            }
        }
        NeverHappens never = new NeverHappens(new SdkCatalog());
        List<ObjectNode> out = new ArrayList<>();
        for (Detection detection : detections) {
            Set<String> sources = new TreeSet<>();
            detection.rules().forEach(rule -> sources.add(source(rule.logsource())));
            // A file is one detection: as long as one of its rules may fire, the others are its variants.
            List<String> silent = detection.rules().stream().map(never::of).toList();
            String dead = silent.stream().noneMatch(String::isEmpty) ? String.join(", ", silent) : "";
            for (SigmaMeta meta : detection.finders()) {
                for (String source : sources) {
                    Instant last = newest(source);
                    out.add(Verb.JSON
                            .createObjectNode()
                            .put("id", meta.id())
                            .put("source", source)
                            .put("source_newest_at", last.equals(Instant.MIN) ? null : last.toString())
                            .put("max_lag_hours", settings.limits(source).lag().toHours())
                            .put("never_happens", dead)
                            .put("per_day", week.getOrDefault(meta.id(), 0L) / (double) TriageRules.WEEK)
                            .put("noise_per_day", settings.noisePerDay()));
                }
            }
        }
        return out;
    }

    private static String source(SigmaRule.Source source) {
        List<String> parts = new ArrayList<>();
        parts.add(source.product() == null ? "*" : source.product());
        if (source.service() != null) {
            parts.add(source.service());
        }
        if (source.category() != null) {
            parts.add(source.category());
        }
        return String.join("/", parts);
    }

    /** The newest event of any log source that the rule's words may mean. */
    private Instant newest(String source) {
        String[] wanted = source.split("/");
        return newest.entrySet().stream()
                .filter(e -> {
                    String[] has = e.getKey().split("/");
                    boolean product = wanted[0].equals("*") || wanted[0].equals(has[0]);
                    return product && (wanted.length < 2 || has.length < 2 || wanted[1].equals(has[1]));
                })
                .map(Map.Entry::getValue)
                .max(Instant::compareTo)
                .orElse(Instant.MIN);
    }
}

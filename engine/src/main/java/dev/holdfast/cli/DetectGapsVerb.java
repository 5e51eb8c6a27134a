package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.Arrivals;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.data.Json;
import dev.holdfast.triage.HourLedger;
import dev.holdfast.triage.HourLedger.HourState;
import dev.holdfast.triage.HourLedger.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What arrived of the logs, and what did not. */
@Command(
        name = "gaps",
        description = {
            "What arrived of each log source and account in the last days: how old the newest event is, and the hours of which"
                    + " nothing ever came.",
            "",
            "Limits stand under `triage.arrival` and `triage.sources` in holdfast.yaml. Ends with 1 when one is passed."
        },
        footer = {"", "Example:", "  holdfast detect gaps --days 14"})
final class DetectGapsVerb extends Verb {
    @Option(names = "--days", paramLabel = "N", description = "How far back to look (default: 7, at most 90).")
    int days = 7;

    /** A stretch of hours without anything. */
    private record Gap(Instant from, Instant to) {
        long hours() {
            return Duration.between(from, to).toHours();
        }
    }

    @Override
    public Integer call() {
        if (days < 1 || days > 90) {
            throw Stop.usage("`--days " + days + "` is out of bounds", "Give 1 to 90");
        }
        Instant now = here().clock().instant();
        Instant since = now.minus(Duration.ofDays(days));
        TriageSettings settings = TriageSettings.of(config());
        List<HourLedger.Line> lines;
        TreeMap<String, Instant> newest = new TreeMap<>();
        try (Ledger ledger = home().ledger()) {
            for (Arrivals.Hour hour : ledger.arrivals().newest()) {
                newest.merge(key(hour.source(), hour.account()), hour.newest(), (a, b) -> a.isAfter(b) ? a : b);
            }
            lines = HourLedger.of(
                    SourceRows.received(ledger.arrivals().hours(since)),
                    since,
                    now,
                    settings.arrival().lag());
        }
        ArrayNode list = JSON.createArrayNode();
        boolean passed = false;
        for (var entry : newest.entrySet()) {
            String source = entry.getKey().split(" ", 2)[0];
            TriageSettings.Limits limits = settings.limits(source);
            List<Gap> gaps = lines.stream()
                    .filter(l -> key(l.scope().source(), l.scope().account()).equals(entry.getKey()))
                    .map(DetectGapsVerb::gaps)
                    .reduce(List.of(), (a, b) -> a.size() >= b.size() ? a : b);
            Duration lag = Duration.between(entry.getValue(), now);
            boolean late = lag.compareTo(limits.lag()) > 0;
            boolean broken = gaps.stream().anyMatch(g -> g.hours() > limits.gapHours());
            passed |= late || broken;
            ObjectNode node = list.addObject()
                    .put("id", entry.getKey())
                    .put("source", source)
                    .put("newest", entry.getValue().toString())
                    .put("lagSeconds", lag.toSeconds())
                    .put("late", late);
            ArrayNode missing = node.putArray("missing");
            gaps.forEach(g -> missing.addObject()
                    .put("from", g.from().toString())
                    .put("to", g.to().toString())
                    .put("hours", g.hours()));
            if (!json()) {
                say(entry.getKey(), entry.getValue(), lag, late, gaps);
            }
        }
        if (json()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
            top.set("sources", list);
            screen().line(Json.pretty(top));
        } else if (list.isEmpty()) {
            screen().line("No log was ever read into the queue.");
        }
        return passed ? Exit.FINDINGS : Exit.FINE;
    }

    private void say(String id, Instant last, Duration lag, boolean late, List<Gap> gaps) {
        screen().line(screen().style().bold(screen().style().safe(id)) + "  newest " + Phrases.minute(last) + ", "
                + Phrases.duration(lag) + " ago" + (late ? ", too long" : ""));
        gaps.forEach(g -> screen().line("  nothing from " + Phrases.minute(g.from()) + " to " + Phrases.minute(g.to())
                + " (" + Phrases.count(g.hours(), "hour", "hours") + ")"));
    }

    private static String key(String source, String account) {
        return account.isEmpty() ? source : source + " " + account;
    }

    /** Hours between what arrived; what has not come since the newest event is lag and no gap yet. */
    private static List<Gap> gaps(HourLedger.Line line) {
        List<Gap> out = new ArrayList<>();
        Instant from = null;
        for (HourState state : line.states()) {
            if (state.state() == State.MISSING) {
                from = from == null ? state.hour() : from;
            } else if (from != null) {
                out.add(new Gap(from, state.hour()));
                from = null;
            }
        }
        return out;
    }
}

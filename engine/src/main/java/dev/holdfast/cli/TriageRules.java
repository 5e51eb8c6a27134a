package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.QueueDays.RuleDay;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.RulesView;
import dev.holdfast.triage.RuleRecord;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;

/** How the rules do. */
@Command(
        name = "rules",
        description = {
            "How each rule does: findings, noise, and how often it was right when people closed its cases.",
            "",
            "Noise is findings a day, on average of the last seven days, against `triage.noise-per-day`."
        },
        footer = {"", "Example:", "  holdfast triage rules --json"})
final class TriageRules extends TriageVerb.OnLedger {
    /** Days over which noise is averaged. */
    static final int WEEK = 7;

    /**
     * A rule that ever found something.
     *
     * @param record what became of its cases
     * @param week findings of the last seven days
     * @param suppressed of the last seven days, findings that a suppression kept out
     */
    record Doing(RuleRecord record, long week, long suppressed) {
        double perDay() {
            return (double) week / WEEK;
        }
    }

    static List<Doing> of(Ledger ledger, LocalDate today) {
        Map<String, RuleRecord> records = CaseIntake.records(ledger.cases().all());
        List<RuleDay> days = ledger.queueDays().rules(today.minusDays(WEEK - 1L));
        Set<String> rules = new TreeSet<>(records.keySet());
        days.forEach(d -> rules.add(d.rule()));
        List<Doing> out = new ArrayList<>();
        for (String rule : rules) {
            List<RuleDay> own = days.stream().filter(d -> d.rule().equals(rule)).toList();
            out.add(new Doing(
                    records.getOrDefault(rule, new RuleRecord(rule, 0, 0, 0, 0, 0)),
                    own.stream().mapToLong(RuleDay::findings).sum(),
                    own.stream().mapToLong(RuleDay::suppressed).sum()));
        }
        out.sort(Comparator.comparingLong((Doing d) -> -d.week())
                .thenComparing(d -> d.record().rule()));
        return List.copyOf(out);
    }

    @Override
    public Integer call() {
        double budget = TriageSettings.of(config()).noisePerDay();
        List<Doing> doings = ledger(l -> of(l, Config.today(here())));
        if (json()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1).put("noisePerDay", budget);
            ArrayNode list = top.putArray("rules");
            doings.forEach(d -> list.addObject()
                    .put("rule", d.record().rule())
                    .put("findingsOfWeek", d.week())
                    .put("suppressedOfWeek", d.suppressed())
                    .put("perDay", d.perDay())
                    .put("overBudget", d.perDay() > budget)
                    .put("cases", d.record().cases())
                    .put("closed", d.record().closed())
                    .put("truePositives", d.record().truePositives())
                    .put("benign", d.record().benign())
                    .put("falsePositives", d.record().falsePositives())
                    .put(
                            "falsePositiveRate",
                            d.record().closed() == 0 ? null : d.record().falsePositiveRate()));
            screen().line(Json.pretty(top));
            return Exit.FINE;
        }
        screen().lines(new RulesView(screen().style())
                .lines(doings.stream()
                        .map(d -> new RulesView.Row(
                                d.record().rule(),
                                d.week(),
                                d.suppressed(),
                                d.perDay() > budget,
                                d.record().cases(),
                                d.record().closed(),
                                d.record().truePositives(),
                                d.record().benign(),
                                d.record().falsePositives()))
                        .toList()));
        return Exit.FINE;
    }
}

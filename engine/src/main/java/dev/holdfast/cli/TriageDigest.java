package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Severity;
import dev.holdfast.notify.Masking;
import dev.holdfast.notify.Notice;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.data.Json;
import dev.holdfast.triage.Digest;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a week brought. */
@Command(
        name = "digest",
        description = {
            "The attack surface of a week: what was attacked, why it could be, the check that says so, and its fix.",
            "",
            "Why is taken from the newest snapshot that all checks judged. With --send it goes out once a week through the"
                    + " doors of `notify` in holdfast.yaml that take long texts: mail, Slack, webhooks."
        },
        footer = {"", "Examples:", "  holdfast triage digest", "  holdfast triage digest --week-of 2026-11-23 --send"})
final class TriageDigest extends TriageVerb.OnLedger {
    private static final int MOST_LINES = 60;

    @Option(
            names = "--week-of",
            paramLabel = "DATE",
            description = "A day in the week, Monday to Sunday in UTC (default: the last seven days).")
    @Nullable
    String weekOf;

    @Option(names = "--send", description = "Send it too; a week is sent once.")
    boolean send;

    @Override
    public Integer call() {
        LocalDate today = Config.today(here());
        LocalDate first = weekOf == null
                ? today.minusDays(6)
                : day(weekOf, "--week-of").with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        LocalDate last = first.plusDays(6);
        return ledger(ledger -> {
            Digest digest = Digest.of(
                    ledger.cases().all().stream().map(CaseFile::facts).toList(),
                    mendable(Posture.newest(home())),
                    start(first),
                    start(last.plusDays(1)));
            List<String> lines = lines(digest);
            if (json()) {
                screen().line(Json.pretty(json(digest, first, last)));
            } else {
                screen().line(screen().style().bold("Attack surface, " + first + " to " + last));
                screen().lines(lines.stream().map(screen().style()::safe).toList());
            }
            if (send) {
                send(ledger, digest, lines, first, last);
            }
            return Exit.FINE;
        });
    }

    /** What was kept of verdicts does not say how to mend them; the checks do. */
    private List<Finding> mendable(List<Finding> posture) {
        Map<String, Check> checks = posture.isEmpty()
                ? Map.of()
                : Library.checks(content()).stream()
                        .collect(Collectors.toMap(Check::id, Function.identity(), (a, b) -> a));
        return posture.stream()
                .map(f -> {
                    Check check = checks.get(f.rule());
                    return check == null ? f : f.mended(check.remediation(), check.fix());
                })
                .toList();
    }

    private void send(Ledger ledger, Digest digest, List<String> lines, LocalDate first, LocalDate last) {
        Severity worst = digest.attacked().isEmpty()
                ? Severity.INFORMATIONAL
                : digest.attacked().get(0).severity();
        Courier courier = new Courier(this);
        courier.digest(
                ledger,
                new Notice(
                        "digest-" + first,
                        Notice.Kind.DIGEST,
                        "week-" + first,
                        "Attack surface, " + first + " to " + last,
                        worst,
                        0,
                        "",
                        "",
                        now(),
                        lines.stream().limit(MOST_LINES).map(Masking::masked).toList()));
        Courier.Sent sent = courier.send(ledger);
        sent.problems().forEach(p -> screen().note("not told: " + p));
        if (!json()) {
            screen().line("Sent: " + Phrases.count(sent.delivered(), "message", "messages"));
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static List<String> lines(Digest digest) {
        List<String> out = new ArrayList<>();
        if (digest.attacked().isEmpty()) {
            out.add("Nothing was attacked that a rule saw.");
        }
        for (Digest.Attacked attacked : digest.attacked()) {
            out.add(attacked.severity().word() + "  " + attacked.target()
                    + (attacked.account().isEmpty() ? "" : "  (account " + attacked.account() + ")"));
            out.add("  attacked: "
                    + String.join("; ", attacked.rules().stream().limit(5).toList())
                    + (attacked.rules().size() > 5 ? " and " + (attacked.rules().size() - 5) + " more" : "") + "; "
                    + String.join(", ", attacked.cases()));
            if (attacked.exposed().isEmpty()) {
                out.add("  exposed because: no check is known to fail there");
            }
            for (Digest.Exposure exposure : attacked.exposed()) {
                out.add("  " + (exposure.direct() ? "exposed because: " : "in the same account fails: ")
                        + exposure.severity().word() + ", " + exposure.title()
                        + (exposure.direct() ? "" : ", on " + exposure.resource()));
                out.add("    check: " + exposure.check());
                out.add("    fix: "
                        + (exposure.fix() != null
                                ? "holdfast protect plan --fix " + exposure.check()
                                : exposure.remediation().isBlank()
                                        ? "by hand"
                                        : exposure.remediation().strip().replaceAll("\\s+", " ")));
            }
        }
        if (!digest.open().isEmpty()) {
            out.add("Open where nothing was attacked: "
                    + digest.open().entrySet().stream()
                            .map(e -> e.getValue() + " " + e.getKey().word())
                            .collect(Collectors.joining(", ")));
        }
        return out;
    }

    private static ObjectNode json(Digest digest, LocalDate first, LocalDate last) {
        ObjectNode top = JSON.createObjectNode()
                .put("schemaVersion", 1)
                .put("from", first.toString())
                .put("to", last.toString());
        ArrayNode list = top.putArray("attacked");
        for (Digest.Attacked attacked : digest.attacked()) {
            ObjectNode node = list.addObject()
                    .put("target", attacked.target())
                    .put("account", attacked.account())
                    .put("severity", attacked.severity().word())
                    .put("findings", attacked.findings());
            attacked.cases().forEach(node.putArray("cases")::add);
            attacked.rules().forEach(node.putArray("rules")::add);
            ArrayNode because = node.putArray("exposedBecause");
            attacked.exposed()
                    .forEach(e -> because.addObject()
                            .put("check", e.check())
                            .put("title", e.title())
                            .put("severity", e.severity().word())
                            .put("resource", e.resource())
                            .put("direct", e.direct())
                            .put("remediation", e.remediation())
                            .put("fix", e.fix()));
        }
        ObjectNode open = top.putObject("openElsewhere");
        digest.open().forEach((severity, count) -> open.put(severity.word(), count));
        return top;
    }
}

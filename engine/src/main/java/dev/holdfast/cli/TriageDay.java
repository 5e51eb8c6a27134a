package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.QueueDay;
import dev.holdfast.model.Outcome;
import dev.holdfast.report.CaseSheet;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.data.Json;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The analyst's day. */
final class TriageDay {
    private static final int DAYS_SHOWN = 7;

    private TriageDay() {}

    @Command(
            name = "queue",
            description = {
                "What to do today: cases nobody has looked at, cases in work, and which working days are signed off.",
                "",
                "Ends with 1 when a case is overdue or a working day was not signed off."
            },
            footer = {"", "Example:", "  holdfast triage queue --for ann"})
    static final class Queue extends TriageVerb.OnLedger {
        @Option(names = "--for", paramLabel = "NAME", description = "In work: only the cases of this person.")
        @Nullable
        String person;

        @Override
        public Integer call() {
            return ledger(this::show);
        }

        private int show(Ledger ledger) {
            Caseload caseload = caseload();
            List<CaseFile> open =
                    ledger.cases().all().stream().filter(CaseFile::open).toList();
            List<CaseFile> unseen = open.stream()
                    .filter(f -> f.seen() == null)
                    .sorted(Comparator.comparing((CaseFile f) -> !caseload.overdue(f))
                            .thenComparing(Caseload.URGENT))
                    .toList();
            List<CaseFile> work = open.stream()
                    .filter(f -> f.seen() != null)
                    .filter(f -> person == null || person.equals(f.assignee()))
                    .sorted(Caseload.URGENT)
                    .toList();
            List<WorkedDays.Worked> days = WorkedDays.of(ledger, caseload.settings(), now());
            if (json()) {
                screen().line(Json.pretty(json(caseload, unseen, work, days)));
            } else {
                screen().lines(view().lines(
                                Config.today(here()),
                                sheets(caseload, unseen),
                                sheets(caseload, work),
                                days.stream()
                                        .skip(Math.max(0, days.size() - DAYS_SHOWN))
                                        .map(WorkedDays.Worked::shown)
                                        .toList()));
            }
            boolean late = unseen.stream().anyMatch(caseload::overdue)
                    || days.stream().anyMatch(d -> d.outcome() == Outcome.FAIL);
            return late ? Exit.FINDINGS : Exit.FINE;
        }

        private static List<CaseSheet> sheets(Caseload caseload, List<CaseFile> files) {
            return files.stream().map(caseload::row).toList();
        }

        private static ObjectNode json(
                Caseload caseload, List<CaseFile> unseen, List<CaseFile> work, List<WorkedDays.Worked> days) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
            top.put("at", caseload.now().toString());
            ArrayNode first = top.putArray("toLookAt");
            unseen.forEach(f -> first.add(caseload.json(f)));
            ArrayNode second = top.putArray("inWork");
            work.forEach(f -> second.add(caseload.json(f)));
            ArrayNode third = top.putArray("days");
            days.forEach(d -> {
                QueueDay signed = d.signed();
                third.addObject()
                        .put("day", d.day().toString())
                        .put(
                                "standing",
                                d.inTime()
                                        ? "signed"
                                        : signed != null ? "signed-late" : d.due() ? "not-signed" : "open")
                        .put("signedBy", signed == null ? null : signed.by())
                        .put("signedAt", signed == null ? null : signed.at().toString())
                        .put("note", signed == null ? null : signed.note());
            });
            return top;
        }
    }

    @Command(
            name = "sign-off",
            description = {
                "Say that the queue of a day was worked. A working day without it fails check detect/queue/worked.",
                "",
                "Refused while cases opened on that day or before were looked at by nobody; acknowledge them, or say with"
                        + " --despite why the day is signed all the same."
            },
            footer = {
                "",
                "Examples:",
                "  holdfast triage sign-off",
                "  holdfast triage sign-off --day 2026-11-26 --by ann --note \"quiet\""
            })
    static final class SignOff extends TriageVerb.OnLedger {
        @Option(names = "--day", paramLabel = "DATE", description = "The day, UTC (default: today).")
        @Nullable
        String day;

        @Option(names = "--by", paramLabel = "NAME", description = "Who signs (default: $USER).")
        @Nullable
        String by;

        @Option(names = "--note", paramLabel = "TEXT")
        String note = "";

        @Option(
                names = "--despite",
                paramLabel = "REASON",
                description = "Sign although cases were looked at by nobody; the reason is kept.")
        @Nullable
        String despite;

        @Override
        public Integer call() {
            LocalDate today = Config.today(here());
            LocalDate which = day == null ? today : day(day, "--day");
            if (which.isAfter(today)) {
                throw Stop.usage(which + " has not come yet", "Sign a day when it was worked");
            }
            return ledger(ledger -> sign(ledger, which));
        }

        private int sign(Ledger ledger, LocalDate which) {
            Caseload caseload = caseload();
            List<CaseFile> open =
                    ledger.cases().all().stream().filter(CaseFile::open).toList();
            List<CaseFile> unseen = open.stream()
                    .filter(f -> f.seen() == null)
                    .filter(f ->
                            !f.openedAt().atZone(ZoneOffset.UTC).toLocalDate().isAfter(which))
                    .sorted(Caseload.URGENT)
                    .toList();
            if (!unseen.isEmpty() && (despite == null || despite.isBlank())) {
                throw Stop.usage(
                        Phrases.count(unseen.size(), "case was", "cases were") + " looked at by nobody: "
                                + unseen.stream()
                                        .limit(5)
                                        .map(f -> f.facts().id())
                                        .collect(Collectors.joining(", "))
                                + (unseen.size() > 5 ? " and more" : ""),
                        "Look at them and say so: holdfast triage acknowledge CASE; or sign with --despite REASON");
            }
            String text = despite == null || unseen.isEmpty() ? note : (note + " despite: " + despite).strip();
            QueueDay signed = new QueueDay(
                    which,
                    person(by),
                    now(),
                    text,
                    open.size(),
                    unseen.size(),
                    open.stream().filter(caseload::overdue).count());
            if (!ledger.queueDays().sign(signed)) {
                QueueDay before = ledger.queueDays().all().stream()
                        .filter(d -> d.day().equals(which))
                        .findFirst()
                        .orElse(signed);
                throw Stop.usage(
                        which + " is signed already, by " + before.by() + " on " + Phrases.minute(before.at()),
                        "A signature stays as it is");
            }
            boolean inTime = !Config.today(here())
                    .isAfter(which.plusDays(caseload.settings().signWithin()));
            if (json()) {
                screen().line(Json.pretty(JSON.createObjectNode()
                        .put("schemaVersion", 1)
                        .put("day", which.toString())
                        .put("by", signed.by())
                        .put("at", signed.at().toString())
                        .put("inTime", inTime)
                        .put("open", signed.open())
                        .put("unseen", signed.unseen())
                        .put("overdue", signed.overdue())));
            } else {
                screen().line(which + " is signed off by " + signed.by() + ": " + signed.open() + " open, "
                        + signed.overdue() + " overdue"
                        + (inTime
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        "; later than %d days after, so that check detect/queue/worked does not take it",
                                        caseload.settings().signWithin())));
            }
            return Exit.FINE;
        }
    }
}

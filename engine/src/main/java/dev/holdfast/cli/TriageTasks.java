package dev.holdfast.cli;

import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.CaseWork;
import dev.holdfast.ledger.Ledger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is to be done in a case, and giving a case to somebody else. */
final class TriageTasks {
    private TriageTasks() {}

    @Command(
            name = "task",
            description = {
                "Write down what is to be done in a case, or say that it was done.",
                "A case with open tasks is not closed."
            },
            footer = {
                "",
                "Examples:",
                "  holdfast triage task case-0123456789ab --text \"ask the owner about the key\" --to ann --due 2026-11-28",
                "  holdfast triage task case-0123456789ab --done 1 --note \"he made it himself\"",
                "  holdfast triage task case-0123456789ab --drop 2 --note \"the machine is gone\""
            })
    static final class Task extends TriageWork.OnCases {
        @Option(names = "--text", paramLabel = "TEXT", description = "What is to be done.")
        String text = "";

        @Option(names = "--to", paramLabel = "NAME", description = "Who is to do it (default: who has the case).")
        @Nullable
        String to;

        @Option(names = "--due", paramLabel = "TIME", description = "A day, or a moment like 2026-11-28T12:00:00Z.")
        String due = "";

        @Option(names = "--done", paramLabel = "N", description = "This task was done.")
        long done;

        @Option(names = "--drop", paramLabel = "N", description = "This task is not needed any more; say why.")
        long drop;

        @Option(names = "--note", paramLabel = "TEXT", description = "What came of it, or why it is dropped.")
        String note = "";

        @Override
        String one(Ledger ledger, CaseFile file) {
            CaseFile.Seen who = new CaseFile.Seen(now(), person(by));
            String id = file.facts().id();
            if (done > 0 || drop > 0) {
                return end(ledger, id, who);
            }
            if (text.isBlank()) {
                throw Stop.usage("say what is to be done", "Add `--text TEXT`, or `--done N` for one that was done");
            }
            Instant at = due.isEmpty() ? null : moment(due);
            long number = ledger.caseWork().add(id, text, to, at, who);
            note(ledger, id, who, "task " + number + (to == null ? "" : " for " + to) + ": " + text);
            return "has task " + number;
        }

        private String end(Ledger ledger, String id, CaseFile.Seen who) {
            long number = done > 0 ? done : drop;
            if (drop > 0 && note.isBlank()) {
                throw Stop.usage("say why task " + number + " is dropped", "Add `--note TEXT`");
            }
            String outcome = (done > 0 ? "done" : "dropped") + (note.isBlank() ? "" : ": " + note);
            if (!ledger.caseWork().end(id, number, outcome, who)) {
                throw Stop.usage("case " + id + " has no open task " + number, "See `holdfast triage show " + id + "`");
            }
            note(ledger, id, who, "task " + number + " " + outcome);
            return "task " + number + " is " + (done > 0 ? "done" : "dropped");
        }

        private static Instant moment(String text) {
            try {
                return text.contains("T")
                        ? Instant.parse(text)
                        : LocalDate.parse(text)
                                .plusDays(1)
                                .atStartOfDay(ZoneOffset.UTC)
                                .toInstant();
            } catch (DateTimeException e) {
                throw Stop.usage(
                        "`--due " + text + "` is not a time", "Write it like 2026-11-28 or 2026-11-28T12:00:00Z");
            }
        }
    }

    @Command(
            name = "hand-over",
            description = {
                "Give cases to the next person: who had it, who has it, and what is open are kept and shown.",
                "The next person says `--accept`; until then the case shows that it was not taken on."
            },
            footer = {
                "",
                "Examples:",
                "  holdfast triage hand-over case-0123456789ab --to ben --note \"the owner rings back at nine\"",
                "  holdfast triage hand-over case-0123456789ab --accept --by ben"
            })
    static final class HandOver extends TriageWork.OnCases {
        @Option(names = "--to", paramLabel = "NAME", description = "Who has it from now on.")
        String to = "";

        @Option(names = "--note", paramLabel = "TEXT", description = "What the next person must know.")
        String note = "";

        @Option(names = "--accept", description = "Take on what was handed over to you.")
        boolean accept;

        @Override
        String one(Ledger ledger, CaseFile file) {
            String id = file.facts().id();
            CaseFile.Seen who = new CaseFile.Seen(now(), person(by));
            if (accept) {
                if (!ledger.caseWork().accept(id, who)) {
                    throw Stop.usage(
                            "case " + id + " does not wait to be taken on by " + who.by(),
                            "See `holdfast triage show " + id + "`");
                }
                note(ledger, id, who, "took the case on");
                return "is taken on by " + who.by();
            }
            if (to.isBlank()) {
                throw Stop.usage("say who has it from now on", "Add `--to NAME`, or `--accept` to take it on");
            }
            if (!file.open()) {
                throw Stop.usage("case " + id + " is closed", "Open it again: holdfast triage reopen " + id);
            }
            List<String> open = new CaseStanding(ledger, now()).of(file).open();
            String giver = file.assignee();
            ledger.caseWork().handOver(id, new CaseWork.HandOver(now(), giver, to, note, open, null));
            CaseFile taken = taken(ledger, file, to);
            ledger.cases().assign(taken.facts().id(), to, now());
            note(ledger, id, who, "handed over to " + to + (note.isBlank() ? "" : ": " + note));
            return "is with " + to + "; "
                    + (open.isEmpty() ? "nothing is open" : open.size() + " open: " + String.join("; ", open));
        }
    }

    private static void note(Ledger ledger, String id, CaseFile.Seen who, String text) {
        ledger.cases().note(id, new CaseFile.Note(who.at(), who.by(), text));
    }
}

package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Nearest;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.CaseWork;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Case;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.data.Json;
import dev.holdfast.triage.Disposition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a person does with cases. */
final class TriageWork {
    private TriageWork() {}

    /** A verb over one or several cases. */
    abstract static class OnCases extends TriageVerb.OnLedger {
        @Parameters(paramLabel = "CASE", arity = "0..*", description = "Ids, or enough of their beginnings.")
        List<String> ids = new ArrayList<>();

        @Option(names = "--by", paramLabel = "NAME", description = "Who does it (default: $USER).")
        @Nullable
        String by;

        /** Does it to one case, and says so in a few words. */
        abstract String one(Ledger ledger, CaseFile file);

        List<CaseFile> files(Ledger ledger) {
            if (ids.isEmpty()) {
                throw Stop.usage("say which case", "See `holdfast triage list`");
            }
            // All are looked up before one is touched, so that a wrong id leaves everything as it was.
            return ids.stream().map(id -> known(ledger, id)).toList();
        }

        @Override
        public Integer call() {
            return ledger(ledger -> {
                ArrayNode done = JSON.createArrayNode();
                for (CaseFile file : files(ledger)) {
                    String what = one(ledger, file);
                    CaseFile after = ledger.cases().find(file.facts().id()).orElse(file);
                    if (json()) {
                        done.add(caseload().json(after));
                    } else {
                        screen().line(file.facts().id() + " " + what);
                    }
                }
                if (json()) {
                    ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
                    top.set("cases", done);
                    screen().line(Json.pretty(top));
                }
                return Exit.FINE;
            });
        }

        /** A new case is first given to whoever works on it. */
        CaseFile taken(Ledger ledger, CaseFile file, String who) {
            if (file.facts().state() != Case.State.NEW) {
                return file;
            }
            TriageVerb.move(ledger, file, Case.State.ASSIGNED, who, null, "", here());
            ledger.cases().assign(file.facts().id(), who, now());
            return ledger.cases().find(file.facts().id()).orElse(file);
        }

        void move(Ledger ledger, CaseFile file, Case.State to, @Nullable Disposition what, String note) {
            TriageVerb.move(ledger, file, to, person(by), what, note, here());
        }
    }

    @Command(
            name = "acknowledge",
            aliases = "ack",
            description =
                    "Say that you looked at cases; their clock stops. Several at once, by id or by what they share.",
            footer = {
                "",
                "Examples:",
                "  holdfast triage acknowledge case-0123456789ab case-ba9876543210",
                "  holdfast triage acknowledge --every --severity low --rule aws/cloudtrail/root-login"
            })
    static final class Acknowledge extends OnCases {
        @Option(names = "--every", description = "Every open case, or those that the other options leave.")
        boolean every;

        @Mixin
        TriageList.Which which = new TriageList.Which();

        @Override
        List<CaseFile> files(Ledger ledger) {
            if (!every) {
                return super.files(ledger);
            }
            List<CaseFile> out = ledger.cases().all().stream()
                    .filter(which::takes)
                    .filter(f -> f.seen() == null)
                    .toList();
            if (out.isEmpty() && !json()) {
                screen().line("Nothing to acknowledge.");
            }
            return out;
        }

        @Override
        String one(Ledger ledger, CaseFile file) {
            if (file.seen() != null) {
                return "was seen by " + file.seen().by() + " already";
            }
            String who = person(by);
            ledger.cases().acknowledge(file.facts().id(), new CaseFile.Seen(now(), who));
            ledger.cases().note(file.facts().id(), new CaseFile.Note(now(), who, "acknowledged"));
            return "is acknowledged";
        }
    }

    @Command(
            name = "assign",
            description = "Give cases to a person.",
            footer = {"", "Example:", "  holdfast triage assign case-0123456789ab --to ann"})
    static final class Assign extends OnCases {
        @Option(names = "--to", required = true, paramLabel = "NAME")
        String to = "";

        @Override
        String one(Ledger ledger, CaseFile file) {
            String who = by == null ? to : by;
            if (file.facts().state() == Case.State.NEW) {
                TriageVerb.move(ledger, file, Case.State.ASSIGNED, who, null, "to " + to, here());
            } else if (file.facts().state() == Case.State.CLOSED) {
                throw Stop.usage(file.facts().id() + " is closed", "Open it again: holdfast triage reopen");
            } else {
                ledger.cases().acknowledge(file.facts().id(), new CaseFile.Seen(now(), who));
                ledger.cases().note(file.facts().id(), new CaseFile.Note(now(), who, "given to " + to));
            }
            ledger.cases().assign(file.facts().id(), to, now());
            return "is with " + to;
        }
    }

    @Command(
            name = "investigate",
            description = "Say that you work on cases now.",
            footer = {"", "Example:", "  holdfast triage investigate case-0123456789ab --by ann"})
    static final class Investigate extends OnCases {
        @Override
        String one(Ledger ledger, CaseFile file) {
            move(ledger, taken(ledger, file, person(by)), Case.State.INVESTIGATING, null, "");
            return "is investigated by " + person(by);
        }
    }

    @Command(
            name = "note",
            description = "Write something down in a case.",
            footer = {"", "Example:", "  holdfast triage note case-0123456789ab --text \"rang the owner, no answer\""})
    static final class Note extends OnCases {
        @Option(names = "--text", required = true, paramLabel = "TEXT")
        String text = "";

        @Override
        String one(Ledger ledger, CaseFile file) {
            if (text.isBlank()) {
                throw Stop.usage("the note is empty", "Write it after --text");
            }
            ledger.cases().note(file.facts().id(), new CaseFile.Note(now(), person(by), text));
            return "has " + Phrases.count(file.notes().size() + 1L, "note", "notes");
        }
    }

    @Command(
            name = "contain",
            description = {
                "Say that a case is contained by other means than a runbook of Holdfast.",
                "A runbook started with `respond start --case` says so by itself."
            },
            footer = {"", "Example:", "  holdfast triage contain case-0123456789ab --note \"the key is deactivated\""})
    static final class Contain extends OnCases {
        @Option(names = "--note", required = true, paramLabel = "TEXT", description = "What was done.")
        String note = "";

        @Override
        String one(Ledger ledger, CaseFile file) {
            move(ledger, taken(ledger, file, person(by)), Case.State.CONTAINED, null, note);
            return "is contained";
        }
    }

    @Command(
            name = "close",
            description = "Close cases and say what they turned out to be.",
            footer = {
                "",
                "true-positive: harm was done or meant; contain it first.  benign: the rule was right, and it was allowed.",
                "false-positive: the rule was wrong.  duplicate: another case has it.",
                "",
                "Example:",
                "  holdfast triage close case-0123456789ab --as benign --note \"the quarterly test\""
            })
    static final class Close extends OnCases {
        @Option(
                names = "--as",
                required = true,
                paramLabel = "WHAT",
                description = "true-positive, benign, false-positive or duplicate")
        String disposition = "";

        @Option(names = "--note", paramLabel = "TEXT")
        String note = "";

        @Override
        String one(Ledger ledger, CaseFile file) {
            Disposition what = disposition(disposition);
            if (file.facts().state() == Case.State.CLOSED) {
                throw Stop.usage(
                        file.facts().id() + " is closed already, as " + file.disposition(),
                        "Open it again: holdfast triage reopen " + file.facts().id());
            }
            if (what == Disposition.TRUE_POSITIVE && file.facts().state() != Case.State.CONTAINED) {
                throw Stop.usage(
                        "case " + file.facts().id() + " is a true positive: contain it before it is closed",
                        "By a runbook: holdfast respond plan; by hand: holdfast triage contain "
                                + file.facts().id() + " --note TEXT");
            }
            ledger.caseWork().tasks(file.facts().id()).stream()
                    .filter(CaseWork.Task::open)
                    .findFirst()
                    .ifPresent(task -> {
                        throw Stop.usage(
                                file.facts().id() + " has a task that is not done: " + task.text(),
                                "End it first: holdfast triage task "
                                        + file.facts().id() + " --done " + task.number() + ", or --drop with --note");
                    });
            move(ledger, taken(ledger, file, person(by)), Case.State.CLOSED, what, note);
            Courier courier = new Courier(this);
            courier.tell(ledger, List.of(known(ledger, file.facts().id())));
            courier.sendAndSay(ledger);
            return "is closed as " + what.word();
        }

        private static Disposition disposition(String word) {
            String plain = word.toLowerCase(Locale.ROOT).replace('_', '-');
            List<String> words =
                    Arrays.stream(Disposition.values()).map(Disposition::word).toList();
            return Disposition.of(plain)
                    .orElseThrow(() -> Stop.usage(
                            "`--as " + word + "` is not known",
                            (Nearest.among(plain, words).isEmpty()
                                            ? ""
                                            : "Did you mean `" + Nearest.among(plain, words) + "`? ")
                                    + "true-positive, benign, false-positive or duplicate"));
        }
    }

    @Command(
            name = "reopen",
            description = "Work again on cases that were closed.",
            footer = {"", "Example:", "  holdfast triage reopen case-0123456789ab --note \"it came back\""})
    static final class Reopen extends OnCases {
        @Option(names = "--note", required = true, paramLabel = "TEXT", description = "Why.")
        String note = "";

        @Override
        String one(Ledger ledger, CaseFile file) {
            if (file.open()) {
                throw Stop.usage(file.facts().id() + " is not closed", "");
            }
            move(ledger, file, Case.State.INVESTIGATING, null, note);
            return "is open again";
        }
    }
}

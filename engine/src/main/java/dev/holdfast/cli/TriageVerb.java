package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Case;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.CaseView;
import dev.holdfast.triage.CaseMove;
import dev.holdfast.triage.Disposition;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The analyst's queue. */
@Command(
        name = "triage",
        description = "The analyst's queue: what belongs together is one case, the most urgent first.",
        subcommands = {
            TriageVerb.Show.class,
            TriageVerb.Assign.class,
            TriageVerb.Close.class,
            TriageVerb.ListCases.class
        })
final class TriageVerb extends GroupVerb {
    /** What these verbs share. */
    abstract static class OnLedger extends Verb {
        <T> T ledger(Function<Ledger, T> use) {
            try (Ledger ledger = home().ledger()) {
                return use.apply(ledger);
            }
        }

        CaseFile known(Ledger ledger, String id) {
            return ledger.cases()
                    .find(id)
                    .orElseThrow(() -> Stop.usage("there is no case `" + id + "`", "See `holdfast triage list`"));
        }

        String person(@Nullable String given) {
            return given != null
                    ? given
                    : here().variable("USER").orElseThrow(() -> Stop.usage("say who you are", "Add `--by NAME`"));
        }

        ObjectNode caseJson(CaseFile file) {
            JsonNode tree = JSON.valueToTree(file.facts());
            return ((ObjectNode) tree).put("assignee", file.assignee());
        }
    }

    @Command(name = "list", description = "The open cases, most urgent first.")
    static final class ListCases extends OnLedger {
        @Option(names = "--all", description = "Closed ones too.")
        boolean all;

        @Override
        public Integer call() {
            List<CaseFile> files = ledger(l -> l.cases().all()).stream()
                    .filter(f -> all || f.facts().state() != Case.State.CLOSED)
                    .sorted(java.util.Comparator.comparingInt(
                                    (CaseFile f) -> -f.facts().score())
                            .thenComparing(f -> f.facts().id()))
                    .toList();
            if (json()) {
                ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
                ArrayNode list = top.putArray("cases");
                files.forEach(f -> list.add(caseJson(f)));
                screen().line(Json.pretty(top));
            } else {
                screen().lines(new CaseView(screen().style(), AccountNames.NONE)
                        .queue(files.stream().map(CaseFile::facts).toList()));
            }
            return Exit.FINE;
        }
    }

    @Command(name = "show", description = "A case with everything that happened in it.")
    static final class Show extends OnLedger {
        @Parameters(paramLabel = "CASE")
        String id = "";

        @Override
        public Integer call() {
            ledger(ledger -> {
                CaseFile file = known(ledger, id);
                if (json()) {
                    screen().line(Json.pretty(caseJson(file)));
                } else {
                    screen().lines(new CaseView(screen().style(), AccountNames.NONE)
                            .lines(Stories.ofCase(file, ledger)));
                }
                return file;
            });
            return Exit.FINE;
        }
    }

    @Command(name = "assign", description = "Give a case to a person.")
    static final class Assign extends OnLedger {
        @Parameters(paramLabel = "CASE")
        String id = "";

        @Option(names = "--to", required = true, paramLabel = "NAME")
        String to = "";

        @Override
        public Integer call() {
            return ledger(ledger -> {
                CaseFile file = known(ledger, id);
                if (file.facts().state() == Case.State.NEW) {
                    move(ledger, file, Case.State.ASSIGNED, to, null, "");
                }
                ledger.cases().assign(id, to, here().clock().instant());
                screen().line(id + " is with " + to);
                return Exit.FINE;
            });
        }

        private void move(
                Ledger ledger, CaseFile file, Case.State state, String by, @Nullable Disposition d, String note) {
            TriageVerb.move(ledger, file, state, by, d, note, here());
        }
    }

    @Command(name = "close", description = "Close a case and say what it turned out to be.")
    static final class Close extends OnLedger {
        @Parameters(paramLabel = "CASE")
        String id = "";

        @Option(
                names = "--as",
                required = true,
                paramLabel = "WHAT",
                description = "true-positive, benign, false-positive or duplicate")
        String disposition = "";

        @Option(names = "--note", paramLabel = "TEXT")
        String note = "";

        @Option(names = "--by", paramLabel = "NAME", description = "Who closes it (default: $USER).")
        @Nullable
        String by;

        @Override
        public Integer call() {
            Disposition what;
            try {
                what = Disposition.valueOf(disposition.toUpperCase(Locale.ROOT).replace('-', '_'));
            } catch (IllegalArgumentException e) {
                throw Stop.usage(
                        "`--as " + disposition + "` is not known",
                        "true-positive, benign, false-positive or duplicate");
            }
            return ledger(ledger -> {
                TriageVerb.move(ledger, known(ledger, id), Case.State.CLOSED, person(by), what, note, here());
                screen().line(id + " is closed as " + what.word());
                return Exit.FINE;
            });
        }
    }

    /** Moves a case, checked, and notes who did it. */
    static void move(
            Ledger ledger,
            CaseFile file,
            Case.State state,
            String by,
            @Nullable Disposition disposition,
            String note,
            Surroundings here) {
        var now = here.clock().instant();
        try {
            CaseMove move = new CaseMove(file.facts().id(), file.facts().state(), state, now, by, disposition, note);
            ledger.cases().state(move.caseId(), move.to(), now);
            String text = move.to().name().toLowerCase(Locale.ROOT)
                    + (disposition == null ? "" : " as " + disposition.word())
                    + (note.isEmpty() ? "" : ": " + note);
            ledger.cases().note(move.caseId(), new CaseFile.Note(now, by, text));
        } catch (IllegalArgumentException e) {
            throw Stop.usage(String.valueOf(e.getMessage()), "");
        }
    }
}

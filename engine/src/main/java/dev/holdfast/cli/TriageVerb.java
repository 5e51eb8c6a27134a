package dev.holdfast.cli;

import dev.holdfast.content.Nearest;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Case;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.terminal.QueueView;
import dev.holdfast.triage.CaseMove;
import dev.holdfast.triage.Disposition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** The analyst's queue. */
@Command(
        name = "triage",
        description = {
            "The analyst's queue: what belongs together is one case, the most urgent first.",
            "",
            "A day: `queue` shows what waits, `show` a case, `acknowledge`, `assign`, `note` and `close` work it, and"
                    + " `sign-off` says that the day was worked. A working day without it fails check detect/queue/worked."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast triage queue",
            "  holdfast triage show case-0123456789ab",
            "  holdfast triage close case-0123456789ab --as benign --note \"the quarterly test\"",
            "  holdfast triage sign-off"
        },
        subcommands = {
            TriageDay.Queue.class,
            TriageList.class,
            TriageList.Show.class,
            TriageWork.Acknowledge.class,
            TriageWork.Assign.class,
            TriageWork.Investigate.class,
            TriageWork.Note.class,
            TriageTasks.Task.class,
            TriageTasks.HandOver.class,
            TriageWork.Contain.class,
            TriageWork.Close.class,
            TriageWork.Reopen.class,
            TriageSuppress.class,
            TriageSuppress.ListAll.class,
            TriageSuppress.End.class,
            TriageDay.SignOff.class,
            TriageNotify.class,
            TriageDigest.class,
            TriageServe.class,
            TriageRules.class
        })
final class TriageVerb extends GroupVerb {
    /** What these verbs share. */
    abstract static class OnLedger extends Verb {
        <T> T ledger(Function<Ledger, T> use) {
            try (Ledger ledger = home().ledger()) {
                return use.apply(ledger);
            }
        }

        /** The case of that id, or the only one whose id starts so. */
        CaseFile known(Ledger ledger, String id) {
            return ledger.cases().find(id).orElseGet(() -> {
                List<CaseFile> all = ledger.cases().all();
                List<CaseFile> like = all.stream()
                        .filter(f -> id.length() >= 4
                                && (f.facts().id().startsWith(id)
                                        || f.facts().id().startsWith("case-" + id)))
                        .toList();
                if (like.size() == 1) {
                    return like.getFirst();
                }
                String near =
                        Nearest.among(id, all.stream().map(f -> f.facts().id()).toList());
                throw Stop.usage(
                        like.isEmpty()
                                ? "there is no case `" + id + "`"
                                : "`" + id + "` may mean " + like.size() + " cases",
                        near.isEmpty() || !like.isEmpty()
                                ? "See `holdfast triage list --all`"
                                : "Did you mean `" + near + "`? See `holdfast triage list --all`");
            });
        }

        String person(@Nullable String given) {
            return given != null && !given.isBlank()
                    ? given
                    : here().variable("USER").orElseThrow(() -> Stop.usage("say who you are", "Add `--by NAME`"));
        }

        Instant now() {
            return here().clock().instant();
        }

        Caseload caseload() {
            return new Caseload(TriageSettings.of(config()), now());
        }

        QueueView view() {
            return new QueueView(screen().style(), names());
        }

        AccountNames names() {
            List<String> snapshots = Snapshots.of(home()).names();
            return snapshots.isEmpty()
                    ? AccountNames.NONE
                    : Snapshots.accountNames(
                            Snapshots.of(home()).folder().resolve(snapshots.getLast() + Snapshots.ENDING));
        }

        static LocalDate day(String text, String option) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw Stop.usage("`" + option + " " + text + "` is not a day", "Write it like 2026-11-27");
            }
        }
    }

    /** Moves a case, checked, and notes who did it; whoever moves a case has looked at it. */
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
            ledger.cases().acknowledge(move.caseId(), new CaseFile.Seen(now, by));
            ledger.cases().state(move.caseId(), move.to(), disposition == null ? null : disposition.word(), now);
            String text = Caseload.word(move.to())
                    + (disposition == null ? "" : " as " + disposition.word())
                    + (note.isEmpty() ? "" : ": " + note);
            ledger.cases().note(move.caseId(), new CaseFile.Note(now, by, text));
        } catch (IllegalArgumentException e) {
            throw Stop.usage(String.valueOf(e.getMessage()), "");
        }
    }
}

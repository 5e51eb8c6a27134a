package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import dev.holdfast.report.data.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The cases as a list, and one of them whole. */
@Command(
        name = "list",
        description = "The open cases, most urgent first.",
        footer = {
            "",
            "Examples:",
            "  holdfast triage list --severity high --unseen",
            "  holdfast triage list --all --actor arn:aws:iam::111111111111:user/ci --json"
        })
final class TriageList extends TriageVerb.OnLedger {
    /** Which cases are meant. */
    static final class Which {
        @Option(names = "--all", description = "Closed ones too.")
        boolean all;

        @Option(
                names = "--state",
                paramLabel = "WORD",
                description = "new, assigned, investigating, contained, closed.")
        @Nullable
        String state;

        @Option(names = "--severity", paramLabel = "WORD", description = "Of this severity or worse.")
        @Nullable
        String severity;

        @Option(names = "--rule", paramLabel = "ID", description = "With a finding of this rule.")
        @Nullable
        String rule;

        @Option(names = "--account", paramLabel = "ID")
        @Nullable
        String account;

        @Option(names = "--actor", paramLabel = "NAME", description = "Where this actor acted.")
        @Nullable
        String actor;

        @Option(names = "--assignee", paramLabel = "NAME")
        @Nullable
        String assignee;

        @Option(names = "--unseen", description = "Only what nobody has looked at.")
        boolean unseen;

        boolean any() {
            return state != null
                    || severity != null
                    || rule != null
                    || account != null
                    || actor != null
                    || assignee != null
                    || unseen;
        }

        boolean takes(CaseFile file) {
            Case facts = file.facts();
            return (all || state != null || file.open())
                    && (state == null || Caseload.word(facts.state()).equals(state(state)))
                    && (severity == null || facts.severity().compareTo(ProtectCheckVerb.severity(severity)) >= 0)
                    && (rule == null
                            || facts.findings().stream().map(Finding::rule).anyMatch(rule::equals))
                    && (account == null || account.equals(facts.account()))
                    && (actor == null || facts.findings().stream().anyMatch(f -> acted(f, actor)))
                    && (assignee == null || assignee.equals(file.assignee()))
                    && (!unseen || file.seen() == null);
        }

        private static boolean acted(Finding finding, String actor) {
            return finding.sighting() != null && finding.sighting().actor().equals(actor);
        }

        private static String state(String word) {
            try {
                return Caseload.word(Case.State.valueOf(word.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw Stop.usage(
                        "`--state " + word + "` is not known", "new, assigned, investigating, contained or closed");
            }
        }
    }

    @Mixin
    Which which = new Which();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: all).")
    int limit = Integer.MAX_VALUE;

    @Override
    public Integer call() {
        Caseload caseload = caseload();
        List<CaseFile> files = ledger(l -> l.cases().all()).stream()
                .filter(which::takes)
                .sorted(Caseload.URGENT)
                .toList();
        List<CaseFile> shown = files.stream().limit(Math.max(0, limit)).toList();
        if (json()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1).put("total", files.size());
            ArrayNode list = top.putArray("cases");
            shown.forEach(f -> list.add(caseload.json(f)));
            screen().line(Json.pretty(top));
            return Exit.FINE;
        }
        screen().line(screen().style().bold("Cases"));
        if (shown.isEmpty()) {
            screen().line(which.any() ? "  No case is so." : "  The queue is empty.");
        } else {
            screen().lines(view().table(shown.stream().map(caseload::row).toList()));
        }
        if (shown.size() < files.size()) {
            screen().note((files.size() - shown.size()) + " more; see all without --limit");
        }
        return Exit.FINE;
    }

    @Command(
            name = "show",
            description = "A case with everything that happened in it, and how its score came about.",
            footer = {"", "Example:", "  holdfast triage show case-0123456789ab"})
    static final class Show extends TriageVerb.OnLedger {
        @Parameters(paramLabel = "CASE", description = "Its id, or enough of its beginning.")
        String id = "";

        @Override
        public Integer call() {
            Caseload caseload = caseload();
            ledger(ledger -> {
                CaseFile file = known(ledger, id);
                if (json()) {
                    ObjectNode top = caseload.json(file, ledger);
                    CaseRecovery.of(file.facts(), this).ifPresent(r -> r.put(top));
                    screen().line(Json.pretty(top));
                } else {
                    List<String> restorable = CaseRecovery.of(file.facts(), this)
                            .map(CaseRecovery::lines)
                            .orElse(List.of());
                    screen().lines(view().sheet(caseload.sheet(file, ledger).restoring(restorable)));
                }
                return file;
            });
            return Exit.FINE;
        }
    }
}

package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.BackupStanding;
import dev.holdfast.recovery.Estate;
import dev.holdfast.recovery.Standings;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.Paper;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.data.RecoveryJson;
import dev.holdfast.report.html.PaperPage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Backups and drills as a document. */
@Command(
        name = "report",
        description = {
            "Write how everything that holds data can be brought back, the calendar of drills, and what drills there were.",
            "",
            "From the newest snapshot and the ledger; calls nothing. What is not known says so; a time to restore stands only"
                    + " where a drill was made on AWS itself."
        },
        footer = {"", "Example:", "  holdfast recover report --out recover.html"})
final class RecoverReportVerb extends Verb {
    private static final int MOST_DRILLS = 200;

    /** What the coverage counts, in the order in which it is shown. */
    private static final Map<String, String> COVERED = new LinkedHashMap<>();

    static {
        COVERED.put("protected", "Can be restored from some point");
        COVERED.put("unknown", "Could not be told");
        COVERED.put("withinObjective", "Would lose no more than may be lost");
        COVERED.put("locked", "Have a copy that refuses deletion");
        COVERED.put("otherAccount", "Have a copy in another account");
        COVERED.put("otherRegion", "Have a copy in another region");
        COVERED.put("independentKey", "Have a copy under a key that the source cannot delete");
        COVERED.put("safeFromOneAdministrator", "Have copies that no single administrator can delete");
        COVERED.put("drilled", "Were restored in a drill");
    }

    @Option(names = "--snapshot", paramLabel = "NAME", description = "Snapshot by name or file (default: the newest).")
    @Nullable
    String snapshot;

    @Option(names = "--format", paramLabel = "FORMAT", description = "html, md or json (default: by --out, else md).")
    @Nullable
    PaperFormat format;

    @Option(names = "--out", paramLabel = "FILE", description = "Write it there instead of to the terminal.")
    @Nullable
    Path out;

    @Override
    public Integer call() {
        Path file = Snapshots.of(home()).find(snapshot, here());
        List<DrillSchedule.Line> calendar;
        try (Ledger ledger = home().ledger()) {
            calendar = DrillSchedule.of(config()).lines(ledger, here().clock().instant());
        }
        Verdicts.Open open = Verdicts.opened(file, home(), config(), content(), here(), null);
        try (var closing = open.snapshot()) {
            Estate estate = Standings.of(closing, open.at(), RecoverStatusVerb.drills(Verdicts.facts(home())));
            AccountNames names = Snapshots.accountNames(file);
            ObjectNode facts = RecoveryJson.of(Snapshots.name(file), open.at(), estate.standings(), estate.notSeen());
            String text = switch (PaperFormat.of(format, json(), out)) {
                case json -> Json.pretty(facts) + "\n";
                case html -> PaperPage.of(paper(facts, estate, calendar, names, open.at()));
                case md -> paper(facts, estate, calendar, names, open.at()).markdown();
            };
            if (out == null) {
                screen().text(target -> target.append(text));
            } else {
                OutFile.write(here().folder().resolve(out), text);
                screen().note("The report is in " + out);
            }
            return estate.notSeen().isEmpty() ? Exit.FINE : Exit.PARTIAL;
        }
    }

    private static Paper paper(
            JsonNode facts, Estate estate, List<DrillSchedule.Line> calendar, AccountNames names, Instant at) {
        Paper.Draft draft = new Paper.Draft();
        draft.chapter("How much is covered");
        JsonNode coverage = facts.path("coverage");
        String all = " of " + coverage.path("resources").asText();
        draft.rows(
                List.of("Of what holds data", "How many"),
                COVERED.entrySet().stream()
                        .map(c ->
                                List.of(c.getValue(), coverage.path(c.getKey()).asText() + all))
                        .toList(),
                "");
        if (!estate.notSeen().isEmpty()) {
            draft.text(Phrases.count(estate.notSeen().size(), "listing", "listings")
                    + " could not be read: what lies there is not shown.");
        }
        draft.chapter("What holds data");
        draft.rows(
                List.of(
                        "What",
                        "Kind",
                        "Account",
                        "Protected",
                        "Back to",
                        "Could be lost",
                        "Locked",
                        "Elsewhere",
                        "Last drill"),
                estate.standings().stream().map(s -> row(s, names)).toList(),
                "Nothing that holds data is in this snapshot.");
        draft.chapter("When drills are due");
        draft.rows(
                List.of("Kind", "Every", "Last passed", "Due"),
                calendar.stream()
                        .map(l -> List.of(
                                l.kind(),
                                l.everyDays() + " days" + (l.asked() ? "" : " (usual)"),
                                l.lastPassed() == null ? "never" : Phrases.minute(l.lastPassed()),
                                l.due() ? "now" : Phrases.minute(l.dueBy())))
                        .toList(),
                "");
        draft.chapter("Drills");
        draft.rows(
                List.of("When", "Kind", "What", "Outcome", "Where", "Time to restore"),
                calendar.stream()
                        .flatMap(l -> l.history().stream())
                        .sorted(java.util.Comparator.comparing(DrillSchedule.Past::at)
                                .reversed())
                        .limit(MOST_DRILLS)
                        .map(p -> List.of(
                                Phrases.minute(p.at()),
                                p.kind(),
                                Phrases.resource(p.resource()),
                                p.outcome(),
                                p.environment(),
                                p.seconds() == null
                                        ? "not measured"
                                        : Phrases.duration(Duration.ofSeconds(p.seconds()))))
                        .toList(),
                "There was none.");
        return draft.paper("How it can be brought back", "As of " + Phrases.minute(at));
    }

    private static List<String> row(BackupStanding s, AccountNames names) {
        BackupStanding.Drill drill = s.lastDrill();
        boolean vault = s.type().equals("backup-vault");
        boolean none = Boolean.FALSE.equals(s.isProtected());
        return List.of(
                s.name(),
                s.type(),
                names.label(s.account()),
                vault ? "" : word(s.isProtected()),
                s.newestAt() == null
                        ? none ? "never" : s.isProtected() == null ? "not known" : "any moment"
                        : Phrases.minute(s.newestAt()),
                s.rpoSeconds() != null && s.rpoSeconds() > 0
                        ? Phrases.duration(Duration.ofSeconds(s.rpoSeconds()))
                        : none ? "everything" : s.isProtected() == null ? "not known" : "nothing",
                word(s.locked()),
                vault ? "" : word(s.otherAccount()),
                vault
                        ? ""
                        : drill == null
                                ? "never"
                                : drill.outcome() + " " + Phrases.minute(drill.at()) + ", " + drill.environment());
    }

    private static String word(@Nullable Boolean known) {
        return known == null ? "not known" : known ? "yes" : "no";
    }
}

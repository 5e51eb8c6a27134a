package dev.holdfast.cli;

import dev.holdfast.model.BackupStanding;
import dev.holdfast.recovery.Estate;
import dev.holdfast.recovery.Standings;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.data.RecoveryJson;
import dev.holdfast.report.terminal.RecoveryView;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says of everything that holds data how well it can be brought back. */
@Command(
        name = "status",
        description = {
            "Everything that holds data: is it protected, how old is the newest point that can be used, is it locked and"
                    + " copied elsewhere, could one person delete all copies, and was a restore proven.",
            "",
            "Calls nothing: it reads the newest snapshot. What could not be read is unknown, never a no. Ends with 3 when"
                    + " something is unknown."
        },
        footer = {"", "Example:", "  holdfast recover status --json"})
final class RecoverStatusVerb extends Verb {
    @Option(names = "--snapshot", paramLabel = "NAME", description = "Snapshot by name or file (default: the newest).")
    @Nullable
    String snapshot;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "Count ages up to this time (default: the snapshot's).")
    @Nullable
    Instant asOf;

    @Option(names = "--all", description = "Show every resource, however many there are.")
    boolean all;

    @Override
    public Integer call() {
        Path file = Snapshots.of(home()).find(snapshot, here());
        Verdicts.Open open = Verdicts.opened(file, home(), config(), content(), here(), asOf);
        try (var closing = open.snapshot()) {
            Estate estate = Standings.of(closing, open.at(), drills(Verdicts.facts(home())));
            if (json()) {
                screen().line(Json.pretty(
                        RecoveryJson.of(Snapshots.name(file), open.at(), estate.standings(), estate.notSeen())));
            } else {
                screen().lines(new RecoveryView(screen().style(), Snapshots.accountNames(file))
                        .lines(estate.standings(), estate.notSeen(), all));
            }
            boolean unknown =
                    !estate.notSeen().isEmpty() || estate.standings().stream().anyMatch(s -> s.isProtected() == null);
            return unknown ? Exit.PARTIAL : Exit.FINE;
        }
    }

    /** The last drill of each resource, by its ARN or name. */
    static Map<String, BackupStanding.Drill> drills(Map<String, List<Map<String, @Nullable Object>>> facts) {
        Map<String, BackupStanding.Drill> out = new HashMap<>();
        for (Map<String, @Nullable Object> row : facts.getOrDefault("holdfast_drill", List.of())) {
            String kind = String.valueOf(row.get("kind")).toLowerCase(Locale.ROOT);
            if (!kind.equals("recover") && !kind.equals("restore")) {
                continue;
            }
            out.put(
                    String.valueOf(row.get("resource")),
                    new BackupStanding.Drill(
                            Instant.parse(String.valueOf(row.get("ended_at"))),
                            String.valueOf(row.get("outcome")).toLowerCase(Locale.ROOT),
                            row.get("rto_seconds") instanceof Number n ? n.longValue() : null,
                            String.valueOf(row.get("environment"))));
        }
        return out;
    }
}

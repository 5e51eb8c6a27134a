package dev.holdfast.cli;

import dev.holdfast.ledger.DrillRecord;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.LedgerPlace;
import dev.holdfast.ledger.RunRecord;
import dev.holdfast.ledger.SqliteFile;
import dev.holdfast.model.JournalEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a drill from the home that it was played in over into the one that remembers it. */
public final class DrillHistory {
    private DrillHistory() {}

    /**
     * Keeps a drill's run with its journal, and how it went.
     *
     * @param home remembers
     * @param played the home that it was played in
     * @param scenario id of the runbook
     * @param run id of the run, empty when it did not come to one; then nothing is kept
     * @param contained seconds until it was contained, null when nothing was
     */
    public static void keep(
            Home home,
            Path played,
            String scenario,
            String run,
            boolean passed,
            @Nullable Long contained,
            Surroundings here) {
        LedgerPlace place = new SqliteFile(played.resolve("ledger"));
        try (Ledger from = Ledger.open(place);
                Ledger to = home.ledger()) {
            Optional<RunRecord> record = run.isEmpty() ? Optional.empty() : from.run(run);
            if (record.isEmpty() || to.run(run).isPresent()) {
                return;
            }
            List<JournalEntry> journal = from.journal(run);
            RunRecord was = record.get();
            to.begin(
                    new RunRecord(
                            was.id(),
                            "drill",
                            was.title(),
                            was.planDigest(),
                            was.plan(),
                            was.documents(),
                            null,
                            was.caller(),
                            was.environment(),
                            was.createdAt()),
                    journal.get(0).body());
            journal.stream().skip(1).forEach(e -> to.append(run, e.at(), e.kind(), e.step(), e.body()));
            to.drill(new DrillRecord(
                    run,
                    scenario,
                    "respond",
                    scenario,
                    passed ? "PASSED" : "FAILED",
                    was.environment(),
                    here.clock().instant(),
                    contained));
        }
    }
}

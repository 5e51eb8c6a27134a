package dev.holdfast.cli;

import dev.holdfast.change.RunReport;
import dev.holdfast.ledger.DrillRecord;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.RunRecord;
import dev.holdfast.report.DrillStory;
import java.util.List;
import java.util.Optional;

/** Keeps how a restore drill went that ended otherwise than in one go. */
final class RestoreDrills {
    private RestoreDrills() {}

    /**
     * How a restore that came to its end went. One that compared nothing proves nothing: a bucket without an object comes
     * back at once.
     */
    static DrillStory.Outcome outcome(RunReport report, List<String> residue) {
        if (report.state() != RunReport.State.SUCCEEDED || !residue.isEmpty()) {
            return DrillStory.Outcome.FAILED;
        }
        return report.validated() ? DrillStory.Outcome.PASSED : DrillStory.Outcome.SKIPPED;
    }

    /** Nothing for a run that is no drill, or has not come to its end. */
    static void keep(RunReport report, Ledger ledger, Surroundings here) {
        boolean restored = report.targets().size() == 1
                && report.kind().equals("drill")
                && report.targets().getFirst().document().startsWith(RecoverVerb.FOLDER);
        boolean ended = switch (report.state()) {
            case SUCCEEDED, PARTIAL, UNWOUND, UNDONE, FAILED -> true;
            default -> false;
        };
        if (!restored || !ended) {
            return;
        }
        String environment = Optional.of(report.run())
                .flatMap(ledger::run)
                .map(RunRecord::environment)
                .orElse(Connection.environment(here));
        ledger.drill(new DrillRecord(
                report.run(),
                report.targets().getFirst().document(),
                "restore",
                report.targets().getFirst().resource(),
                outcome(report, report.residue()).name(),
                environment,
                here.clock().instant(),
                // A drill that stood still in between measured nothing.
                null));
    }
}

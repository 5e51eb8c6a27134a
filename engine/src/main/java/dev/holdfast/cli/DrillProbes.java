package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.change.RunReport;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.JournalEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets the user's probes ask what a drill restored, where its document waits for that. */
final class DrillProbes {
    private static final String WAITS = "approveProbe";
    private static final String BY = "probe";
    private static final List<String> TABLES = List.of("aws_rds_db_instance", "aws_rds_db_cluster");

    private final Verb verb;

    DrillProbes(Verb verb) {
        this.verb = verb;
    }

    /**
     * How a drill stands once it was probed.
     *
     * @param why what the probe did not find; empty when it did, or when nothing was to be probed
     */
    record Answered(RunReport report, String why) {}

    /** The probe for a database or cluster, if holdfast.yaml has one. */
    Optional<Probe> of(String arn) {
        JsonNode backup = verb.config().document().path("backup");
        boolean byTag = backup.path("probes").findValue("tag") != null;
        return Probe.of(backup, arn, byTag ? tags(arn) : Map.of());
    }

    /** Carries on a drill that waits for a probe; takes it back when the probe does not find what it must. */
    Answered answered(RunReport report, ChangeDesk desk) {
        Optional<RunReport.Target> waiting = report.targets().stream()
                .filter(t -> t.state() == RunReport.State.WAITING_FOR_APPROVAL
                        && t.document().startsWith(RecoverVerb.FOLDER)
                        && t.key().endsWith(WAITS))
                .findFirst();
        Optional<Probe> probe = waiting.flatMap(t -> of(t.resource()));
        if (probe.isEmpty() || report.targets().size() != 1) {
            return new Answered(report, "");
        }
        List<JournalEntry> journal = desk.ledger().journal(report.run());
        String why =
                probe.get().ask(waiting.get().resource(), place(journal, "readCopy"), place(journal, "readSource"));
        if (!why.isEmpty()) {
            return new Answered(desk.engine().undo(report.run(), BY), why);
        }
        desk.engine().approveStep(report.run(), BY, Duration.ofHours(1));
        return new Answered(desk.engine().resume(report.run(), Map.of(), BY), "");
    }

    private static Probe.Place place(List<JournalEntry> journal, String step) {
        JsonNode outputs = journal.stream()
                .filter(e -> e.kind() == JournalEntry.Kind.READ && e.step().endsWith("/" + step))
                .reduce((first, last) -> last)
                .map(e -> e.body().path("outputs"))
                .orElseGet(com.fasterxml.jackson.databind.node.MissingNode::getInstance);
        return new Probe.Place(
                outputs.path("Address").asText(), outputs.path("Port").asText());
    }

    private Map<String, String> tags(String arn) {
        Map<String, String> out = new HashMap<>();
        Snapshots store = Snapshots.of(verb.home());
        if (store.names().isEmpty()) {
            return out;
        }
        Path file = store.folder().resolve(store.names().getLast() + Snapshots.ENDING);
        try (Snapshot snapshot = Snapshots.open(file)) {
            for (String table : TABLES) {
                if (snapshot.schemas().containsKey(table)) {
                    snapshot.query(
                            "SELECT tags FROM " + table + " WHERE arn = '" + arn.replace("'", "''") + "'",
                            c -> {},
                            row -> row.path("tags")
                                    .forEach(t -> out.put(
                                            t.path("Key").asText(),
                                            t.path("Value").asText())));
                }
            }
        }
        return out;
    }
}

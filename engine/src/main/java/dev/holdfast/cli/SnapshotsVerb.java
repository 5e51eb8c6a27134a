package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.report.data.Json;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Kept runs. */
@Command(
        name = "snapshots",
        description = "The kept runs of identify.",
        subcommands = {SnapshotsVerb.ListAll.class, SnapshotsVerb.Show.class, SnapshotsVerb.Prune.class})
final class SnapshotsVerb extends GroupVerb {
    @Command(name = "list", description = "All kept snapshots, oldest first, and the runs that were interrupted.")
    static final class ListAll extends Verb {
        @Override
        public Integer call() {
            List<SnapshotList.Entry> entries = SnapshotList.of(Snapshots.of(home()));
            if (json()) {
                ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
                ArrayNode list = top.putArray("snapshots");
                entries.forEach(e -> list.add(e.json()));
                screen().line(Json.pretty(top));
            } else {
                screen().lines(SnapshotList.lines(entries, here().clock().instant()));
            }
            return Exit.FINE;
        }
    }

    @Command(name = "show", description = "What a run said of itself: scope, tables, calls, gaps.")
    static final class Show extends Verb {
        @Parameters(arity = "0..1", paramLabel = "NAME", description = "The newest one when left out.")
        @Nullable
        String name;

        @Override
        public Integer call() {
            JsonNode run = Snapshots.description(Snapshots.of(home()).find(name, here()));
            if (run == null) {
                throw new Stop(Exit.FAILED, "the description of this snapshot is lost", "Query the snapshot itself");
            }
            screen().line(Json.pretty(run));
            return Exit.FINE;
        }
    }

    @Command(
            name = "prune",
            description = {
                "Remove old snapshots, and interrupted runs that a later snapshot has overtaken.",
                "",
                "The newest snapshot stays in any case, and so does what others were built on while they are kept."
            },
            footer = {"", "Example:", "  holdfast snapshots prune --keep 10 --older-than 30d"})
    static final class Prune extends Verb {
        @Option(names = "--keep", paramLabel = "N", description = "How many stay at least (default: 10).")
        int keep = 10;

        @Option(
                names = "--older-than",
                paramLabel = "AGE",
                description = "Of the others remove only those older than this, such as 30d or 12h.")
        @Nullable
        String olderThan;

        @Option(names = "--dry-run", description = "Only say what would go.")
        boolean dryRun;

        @Override
        public Integer call() {
            if (keep < 1) {
                throw Stop.usage("`--keep " + keep + "` would remove everything", "Keep at least one");
            }
            Snapshots store = Snapshots.of(home());
            Duration age = olderThan == null ? Duration.ZERO : SnapshotList.age(olderThan);
            SnapshotList.Prune what =
                    SnapshotList.prune(store, keep, here().clock().instant().minus(age));
            if (!dryRun) {
                what.snapshots().forEach(store::remove);
                what.interrupted().forEach(Snapshots::remove);
            }
            if (json()) {
                ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1).put("dryRun", dryRun);
                what.snapshots().forEach(top.putArray("removed")::add);
                ArrayNode runs = top.putArray("interrupted");
                what.interrupted().forEach(f -> runs.add(Snapshots.name(f.target())));
                top.put("kept", what.kept());
                screen().line(Json.pretty(top));
            } else {
                String verb = dryRun ? " would be removed, " : " removed, ";
                screen().line(what.snapshots().size() + " snapshots" + verb + what.kept() + " kept");
                if (!what.interrupted().isEmpty()) {
                    screen().line(what.interrupted().size() + " interrupted runs" + (dryRun ? " would be" : "")
                            + " removed");
                }
            }
            return Exit.FINE;
        }
    }
}

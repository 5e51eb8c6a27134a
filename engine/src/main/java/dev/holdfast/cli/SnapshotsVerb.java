package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.report.data.Json;
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
    @Command(name = "list", description = "All kept snapshots, oldest first.")
    static final class ListAll extends Verb {
        @Override
        public Integer call() {
            List<String> names = Snapshots.of(home()).names();
            if (json()) {
                ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
                ArrayNode list = top.putArray("snapshots");
                names.forEach(list::add);
                screen().line(Json.pretty(top));
            } else {
                screen().lines(names);
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

    @Command(name = "prune", description = "Remove all but the newest snapshots.")
    static final class Prune extends Verb {
        @Option(names = "--keep", paramLabel = "N", description = "How many stay (default: 10).")
        int keep = 10;

        @Override
        public Integer call() {
            if (keep < 1) {
                throw Stop.usage("`--keep " + keep + "` would remove everything", "Keep at least one");
            }
            Snapshots store = Snapshots.of(home());
            List<String> names = store.names();
            List<String> old = names.subList(0, Math.max(0, names.size() - keep));
            old.forEach(store::remove);
            screen().line(old.size() + " snapshots removed, " + (names.size() - old.size()) + " kept");
            return Exit.FINE;
        }
    }
}

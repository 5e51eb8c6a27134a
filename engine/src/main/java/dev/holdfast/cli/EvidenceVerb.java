package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.evidence.EvidenceStore;
import dev.holdfast.evidence.EvidenceVerifier;
import dev.holdfast.model.Evidence;
import dev.holdfast.report.data.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Chain of custody. */
@Command(
        name = "evidence",
        description = "What runs kept as evidence: one signed chain per run.",
        subcommands = {
            EvidenceVerb.ListAll.class,
            EvidenceVerb.Verify.class,
            EvidenceVerb.Export.class,
            EvidenceUploadVerb.class,
            EvidenceSnapshotVerb.class
        })
final class EvidenceVerb extends GroupVerb {
    @Command(name = "list", description = "The evidence of a run, or the runs that have some.")
    static final class ListAll extends Verb {
        @Parameters(arity = "0..1", paramLabel = "RUN")
        @Nullable
        String run;

        @Override
        public Integer call() {
            EvidenceStore store = EvidenceStore.open(home().sub("evidence"));
            List<String> runs = run == null ? store.runs() : List.of(run);
            if (json()) {
                ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
                ArrayNode list = top.putArray("evidence");
                runs.forEach(r -> store.list(r).forEach(e -> list.add(JSON.valueToTree(e))));
                screen().line(Json.pretty(top));
            } else if (run == null) {
                screen().lines(runs);
            } else {
                for (Evidence one : store.list(run)) {
                    screen().line(one.seq() + "  " + one.takenAt() + "  "
                            + one.sha256().substring(0, 12) + "…  " + one.kind() + "  "
                            + screen().style().safe(one.name()));
                }
            }
            return Exit.FINE;
        }
    }

    @Command(
            name = "verify",
            description = "Check chains, signatures and contents; needs nothing but the folder and the public key.")
    static final class Verify extends Verb {
        @Parameters(arity = "0..1", paramLabel = "RUN", description = "All runs when left out.")
        @Nullable
        String run;

        @Option(names = "--folder", paramLabel = "DIR", description = "An exported folder instead of the home's own.")
        @Nullable
        Path folder;

        @Option(
                names = "--key",
                paramLabel = "FILE",
                description = "The public key you trust (default: that of the home).")
        @Nullable
        Path key;

        @Override
        public Integer call() throws IOException {
            Path where =
                    folder == null ? home().sub("evidence") : here().folder().resolve(folder);
            String trusted = key == null
                    ? EvidenceStore.open(home().sub("evidence")).publicKey()
                    : Files.readString(here().folder().resolve(key));
            if (folder != null && run == null) {
                throw Stop.usage("say which run the folder is to prove", "holdfast evidence verify RUN --folder DIR");
            }
            List<String> runs =
                    run != null ? List.of(run) : EvidenceStore.open(where).runs();
            boolean sound = true;
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
            ArrayNode list = top.putArray("runs");
            for (String one : runs) {
                EvidenceVerifier.Report report = EvidenceVerifier.verify(where, one, trusted);
                sound &= report.sound();
                list.add(JSON.valueToTree(report));
                if (!json()) {
                    screen().line(one + ": " + report.links() + " links, " + report.bytes() + " bytes, "
                            + (report.sound() ? "sound" : "NOT SOUND"));
                    report.problems().forEach(p -> screen().line("  " + p));
                }
            }
            if (json()) {
                screen().line(Json.pretty(top));
            }
            return sound ? Exit.FINE : Exit.FAILED;
        }
    }

    @Command(name = "export", description = "Copy what proves a run into a folder of its own.")
    static final class Export extends Verb {
        @Parameters(index = "0", paramLabel = "RUN")
        String run = "";

        @Parameters(index = "1", paramLabel = "DIR")
        Path to = Path.of(".");

        @Override
        public Integer call() {
            EvidenceStore.open(home().sub("evidence"))
                    .export(run, here().folder().resolve(to));
            screen().line("The evidence of " + run + " is in " + to);
            return Exit.FINE;
        }
    }
}

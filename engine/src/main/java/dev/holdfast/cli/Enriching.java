package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.enrich.Inventory;
import dev.holdfast.enrich.Knowledge;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.Enrichment;
import dev.holdfast.model.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known beside the logs, as {@code detect.enrichment} of the configuration says. */
final class Enriching {
    private Enriching() {}

    /** Opens the files of the configuration; the caller closes, which keeps what was seen. */
    static Knowledge open(Verb verb) {
        JsonNode wanted = verb.config().document().path("detect").path("enrichment");
        Path config = verb.config().file();
        Path beside = config == null || config.getParent() == null ? verb.here().folder() : config.getParent();
        List<Path> geo = new ArrayList<>();
        wanted.path("geo").forEach(file -> geo.add(beside.resolve(file.asText())));
        Map<String, Path> threats = new LinkedHashMap<>();
        wanted.path("threat-lists")
                .properties()
                .forEach(list -> threats.put(
                        list.getKey(), beside.resolve(list.getValue().asText())));
        Path ranges = wanted.has("aws-ranges")
                ? beside.resolve(wanted.path("aws-ranges").asText())
                : null;
        Path memory = wanted.path("remember").asBoolean(false)
                ? verb.home().sub("detect").resolve("seen.txt")
                : null;
        try {
            return Knowledge.open(
                    new Knowledge.Inputs(
                            geo,
                            ranges,
                            threats,
                            Duration.ofDays(wanted.path("learn-days").asLong(7)),
                            memory),
                    verb.here().clock().instant());
        } catch (IOException e) {
            throw Stop.usage(String.valueOf(e.getMessage()), "Mend `detect.enrichment` in holdfast.yaml");
        }
    }

    /** What rules are told: nothing where the configuration names nothing, so that records need not be looked at for it. */
    static Enrichment of(Verb verb, Knowledge knowledge) {
        JsonNode wanted = verb.config().document().path("detect").path("enrichment");
        boolean any = !wanted.path("geo").isEmpty()
                || !wanted.path("threat-lists").isEmpty()
                || wanted.has("aws-ranges")
                || wanted.path("remember").asBoolean(false);
        return any ? knowledge : Enrichment.NONE;
    }

    /** Keeps what was seen. */
    static void save(Knowledge knowledge) {
        try {
            knowledge.save();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The findings with what the newest snapshot says of whom and what they name; unchanged where there is none. */
    static List<Finding> known(Verb verb, List<Finding> findings) {
        try (Inventories inventories = new Inventories(verb)) {
            return inventories.known(findings);
        }
    }

    /** The newest snapshot, opened once the first finding asks. */
    static final class Inventories implements AutoCloseable {
        private final Verb verb;
        private final Snapshots snapshots;
        private final boolean none;
        private boolean asked;
        private @Nullable Snapshot open;

        Inventories(Verb verb) {
            this.verb = verb;
            this.snapshots = Snapshots.of(verb.home());
            this.none = snapshots.names().isEmpty();
        }

        /** The findings with what the snapshot says of whom and what they name; unchanged where there is none. */
        List<Finding> known(List<Finding> findings) {
            if (findings.isEmpty()) {
                return findings;
            }
            try {
                Snapshot snapshot = snapshot();
                return snapshot == null ? findings : new Inventory(snapshot).known(findings);
            } catch (QueryFailure e) {
                verb.screen().note("the inventory could not be asked: " + e.getMessage());
                return findings;
            }
        }

        /** Whether there is no snapshot to ask. */
        boolean none() {
            return none;
        }

        private @Nullable Snapshot snapshot() {
            if (!asked && !none) {
                asked = true;
                open = Snapshot.open(snapshots.find(null, verb.here()), QueryLimits.USUAL);
            }
            return open;
        }

        @Override
        public void close() {
            if (open != null) {
                open.close();
            }
        }
    }
}

package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.Snapshot;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which tables of a snapshot are older than the run that made it, since they were taken over from an earlier one.
 *
 * @param base the earlier snapshot, empty when there is none
 * @param started when the run began
 * @param older the older tables, oldest first
 */
record Freshness(String base, Instant started, List<Table> older) {
    private static final int SHOWN = 5;

    /**
     * One table.
     *
     * @param name its name
     * @param since when the oldest of its cells was read
     */
    record Table(String name, Instant since) {}

    static Freshness of(Path file) {
        try (Snapshot open = Snapshots.open(file)) {
            boolean told = open.schemas().containsKey("holdfast_snapshot")
                    && open.schemas().containsKey("holdfast_collection")
                    && open.schemas()
                            .get("holdfast_collection")
                            .column("collected_at")
                            .isPresent();
            if (!told) {
                return new Freshness("", Instant.EPOCH, List.of());
            }
            String base = value(open, "base");
            Instant started = instant(value(open, "started"));
            List<Table> older = new ArrayList<>();
            if (!base.isEmpty()) {
                open.query(
                        "SELECT table_name, min(collected_at) AS since FROM holdfast_collection"
                                + " GROUP BY table_name HAVING min(collected_at) < TIMESTAMP '"
                                + started.toString().replace("T", " ").replace("Z", "")
                                + "' ORDER BY since, table_name",
                        columns -> {},
                        row -> older.add(new Table(
                                row.path("table_name").asText(),
                                instant(row.path("since").asText()))));
            }
            return new Freshness(base, started, List.copyOf(older));
        }
    }

    private static String value(Snapshot open, String name) {
        return open.answer("SELECT value FROM holdfast_snapshot WHERE name = '" + name + "'").rows().stream()
                .map(row -> row.path("value").asText())
                .findFirst()
                .orElse("");
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** Adds {@code base} and {@code takenOver} to what a run says of itself. */
    void into(ObjectNode run) {
        if (base.isEmpty()) {
            return;
        }
        run.put("base", base);
        ArrayNode list = run.putArray("takenOver");
        older.forEach(t -> list.addObject()
                .put("table", t.name())
                .put("collectedAt", t.since().toString())
                .put("ageSeconds", Duration.between(t.since(), started).toSeconds()));
    }

    /** For people; none when everything is of this run. */
    List<String> lines() {
        if (older.isEmpty()) {
            return List.of();
        }
        String first = older.stream()
                .limit(SHOWN)
                .map(t -> t.name() + " " + ago(Duration.between(t.since(), started)))
                .collect(Collectors.joining(", "));
        return List.of(older.size() + (older.size() == 1 ? " table was" : " tables were") + " read earlier, for " + base
                + ", and taken over. Age at the start of this run: " + first
                + (older.size() > SHOWN ? " and " + (older.size() - SHOWN) + " more" : ""));
    }

    static String ago(Duration age) {
        if (age.toDays() > 1) {
            return age.toDays() + " d";
        } else if (age.toHours() > 1) {
            return age.toHours() + " h";
        }
        return age.toMinutes() + " min";
    }
}

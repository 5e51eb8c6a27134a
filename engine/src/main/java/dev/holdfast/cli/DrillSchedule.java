package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.ledger.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How often restores of each kind are practised ({@code backup.drills} of holdfast.yaml), and how that was kept.
 *
 * @param days kind to days; empty when the configuration says nothing
 */
record DrillSchedule(Map<String, Integer> days) {
    private static final int USUAL = 90;

    /**
     * How a kind stands.
     *
     * @param kind such as {@code rds}
     * @param everyDays how often it is practised at least
     * @param asked whether the configuration asks for it
     * @param lastPassed when a drill of it last passed, null when none did
     * @param dueBy when the next is due
     * @param due whether it is now
     * @param history its drills, newest first
     */
    record Line(
            String kind,
            int everyDays,
            boolean asked,
            @Nullable Instant lastPassed,
            Instant dueBy,
            boolean due,
            List<Past> history) {}

    /**
     * A drill that was made.
     *
     * @param seconds how long it took until it was restored and validated, on AWS itself; null everywhere else
     */
    record Past(
            String run,
            String kind,
            String resource,
            String outcome,
            Instant at,
            String environment,
            @Nullable Long seconds) {}

    static DrillSchedule of(Config config) {
        Map<String, Integer> out = new TreeMap<>();
        JsonNode drills = config.document().path("backup").path("drills");
        drills.properties().forEach(d -> out.put(d.getKey(), d.getValue().asInt()));
        return new DrillSchedule(out);
    }

    /** A line for each kind that there is. */
    List<Line> lines(Ledger ledger, Instant now) {
        List<Past> all = past(ledger);
        List<Line> out = new ArrayList<>();
        for (DrillKind kind : DrillKind.all()) {
            List<Past> own =
                    all.stream().filter(p -> p.kind().equals(kind.word())).toList();
            Instant passed = own.stream()
                    .filter(p -> p.outcome().equals("passed"))
                    .map(Past::at)
                    .max(Instant::compareTo)
                    .orElse(null);
            int every = days.getOrDefault(kind.word(), USUAL);
            Instant due = passed == null ? now : passed.plus(Duration.ofDays(every));
            out.add(new Line(kind.word(), every, days.containsKey(kind.word()), passed, due, !due.isAfter(now), own));
        }
        return out;
    }

    private static List<Past> past(Ledger ledger) {
        List<Past> out = new ArrayList<>();
        for (Map<String, @Nullable Object> row : ledger.rows("holdfast_drill")) {
            String scenario = String.valueOf(row.get("scenario"));
            if (scenario.startsWith(RecoverVerb.FOLDER) && row.get("ended_at") != null) {
                DrillKind.ofDocument(scenario)
                        .ifPresent(kind -> out.add(new Past(
                                String.valueOf(row.get("id")),
                                kind.word(),
                                String.valueOf(row.get("resource")),
                                String.valueOf(row.get("outcome")).toLowerCase(Locale.ROOT),
                                Instant.parse(String.valueOf(row.get("ended_at"))),
                                String.valueOf(row.get("environment")),
                                "aws".equals(row.get("environment")) && row.get("rto_seconds") instanceof Number n
                                        ? n.longValue()
                                        : null)));
            }
        }
        out.sort(Comparator.comparing(Past::at).reversed());
        return out;
    }
}

package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Runbook;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.report.data.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** When each runbook was practised and when it is due again. */
@Command(
        name = "drills",
        description =
                "The calendar and history of drills: when each runbook was last practised, how, and when it is due.")
final class RespondDrillsVerb extends Verb {
    private static final Duration EVERY = Duration.ofDays(90);

    @Override
    public Integer call() {
        Instant now = here().clock().instant();
        List<Map<String, @Nullable Object>> drills;
        try (Ledger ledger = home().ledger()) {
            drills = ledger.rows("holdfast_drill");
        }
        ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
        ArrayNode calendar = top.putArray("calendar");
        boolean due = false;
        for (Runbook runbook : Documents.all(content(), RespondVerb.FOLDER)) {
            List<Map<String, @Nullable Object>> own = drills.stream()
                    .filter(d -> runbook.id().equals(d.get("scenario")))
                    .toList();
            Instant passed = own.stream()
                    .filter(d -> "PASSED".equals(d.get("outcome")) && d.get("ended_at") != null)
                    .map(d -> Instant.parse(String.valueOf(d.get("ended_at"))))
                    .max(Instant::compareTo)
                    .orElse(null);
            ObjectNode row = calendar.addObject()
                    .put("scenario", runbook.id().substring(RespondVerb.FOLDER.length()))
                    .put("drills", own.size())
                    .put("lastPassed", passed == null ? null : passed.toString())
                    .put(
                            "dueBy",
                            passed == null ? now.toString() : passed.plus(EVERY).toString())
                    .put("due", passed == null || !passed.plus(EVERY).isAfter(now));
            due |= row.path("due").asBoolean();
            ArrayNode history = row.putArray("history");
            own.forEach(d -> history.addObject()
                    .put("run", String.valueOf(d.get("id")))
                    .put("outcome", String.valueOf(d.get("outcome")).toLowerCase(Locale.ROOT))
                    .put("at", Objects.toString(d.get("ended_at"), ""))
                    .put("environment", String.valueOf(d.get("environment"))));
            if (!json()) {
                screen().line(String.format(
                        Locale.ROOT,
                        "%-32s %-28s %s",
                        row.path("scenario").asText(),
                        passed == null ? "never passed" : "passed " + passed,
                        row.path("due").asBoolean()
                                ? "due now"
                                : "due by " + row.path("dueBy").asText()));
            }
        }
        if (json()) {
            screen().line(Json.pretty(top));
        }
        return due ? Exit.FINDINGS : Exit.FINE;
    }
}

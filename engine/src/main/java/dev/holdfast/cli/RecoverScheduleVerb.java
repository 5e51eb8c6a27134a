package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.report.data.Json;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** When restores of each kind were practised and when they are due. */
@Command(
        name = "schedule",
        description = {
            "The calendar and history of restore drills: how often each kind is practised, when it last passed, what is due.",
            "",
            "`backup.drills` of holdfast.yaml says how often (`drills: {rds: 30, s3: 90}`, in days); a kind that it does not"
                    + " name is due every 90 days. Ends with 1 when something that it names is due. Holdfast starts no drill by"
                    + " itself: let your scheduler run `holdfast recover drill KIND`."
        },
        footer = {"", "Example:", "  holdfast recover schedule || holdfast recover drill all"})
final class RecoverScheduleVerb extends Verb {
    @Override
    public Integer call() {
        List<DrillSchedule.Line> lines;
        try (Ledger ledger = home().ledger()) {
            lines = DrillSchedule.of(config()).lines(ledger, here().clock().instant());
        }
        if (json()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
            ArrayNode calendar = top.putArray("calendar");
            lines.forEach(line -> calendar.add(json(line)));
            screen().line(Json.pretty(top));
        } else {
            lines.forEach(line -> screen().line(String.format(
                            Locale.ROOT,
                            "%-9s every %3d days%s  %-30s %s",
                            line.kind(),
                            line.everyDays(),
                            line.asked() ? "" : " (usual)",
                            line.lastPassed() == null ? "never passed" : "passed " + line.lastPassed(),
                            line.due() ? "due now" : "due by " + line.dueBy())
                    .stripTrailing()));
        }
        return lines.stream().anyMatch(l -> l.due() && l.asked()) ? Exit.FINDINGS : Exit.FINE;
    }

    private static ObjectNode json(DrillSchedule.Line line) {
        ObjectNode row = JSON.createObjectNode()
                .put("kind", line.kind())
                .put("everyDays", line.everyDays())
                .put("configured", line.asked())
                .put(
                        "lastPassed",
                        line.lastPassed() == null ? null : line.lastPassed().toString())
                .put("dueBy", line.dueBy().toString())
                .put("due", line.due());
        ArrayNode history = row.putArray("history");
        line.history()
                .forEach(p -> history.addObject()
                        .put("run", p.run())
                        .put("resource", p.resource())
                        .put("outcome", p.outcome())
                        .put("at", p.at().toString())
                        .put("environment", p.environment())
                        .put("rtoSeconds", p.seconds()));
        return row;
    }
}

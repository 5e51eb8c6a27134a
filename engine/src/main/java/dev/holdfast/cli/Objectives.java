package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.config.ProgramChoice;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.model.Problems;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a loss may cost in each environment: {@code backup.objectives}, made stricter by what the program asks. */
final class Objectives {
    private Objectives() {}

    /** Rows of {@code holdfast_environment_objective}. */
    static List<ObjectNode> rows(Config config, ContentFolder content, LocalDate today) {
        Map<String, ObjectNode> out = new TreeMap<>();
        JsonNode written = config.document().path("backup").path("objectives");
        written.properties().forEach(e -> {
            ObjectNode row = Verb.JSON.createObjectNode().put("environment", e.getKey());
            hours(e.getValue(), "rpo-hours", row, "rpo_hours");
            hours(e.getValue(), "rto-hours", row, "rto_hours");
            out.put(e.getKey(), row.put("because", "backup.objectives." + e.getKey()));
        });
        for (ProgramChoice.Target target : targets(config, content, today)) {
            ObjectNode row = out.computeIfAbsent(
                    target.environment(), k -> Verb.JSON.createObjectNode().put("environment", k));
            stricter(row, "rpo_hours", target.rpoHours(), target.rpoBecause().unit());
            stricter(row, "rto_hours", target.rtoHours(), target.rtoBecause().unit());
        }
        return new ArrayList<>(out.values());
    }

    /** A program that is wrong is told by `config check`; judging goes on with what the file says itself. */
    private static List<ProgramChoice.Target> targets(Config config, ContentFolder content, LocalDate today) {
        try {
            return ProgramChoices.of(config, content, today).objectives();
        } catch (Problems e) {
            return List.of();
        }
    }

    private static void hours(JsonNode at, String key, ObjectNode row, String column) {
        if (at.path(key).isNumber()) {
            row.put(column, at.path(key).asDouble());
        }
    }

    private static void stricter(ObjectNode row, String column, long hours, String because) {
        if (!row.hasNonNull(column) || hours < row.path(column).asDouble()) {
            row.put(column, (double) hours);
            String so = row.path("because").asText();
            row.put("because", so.isEmpty() || so.equals(because) ? because : so + ", " + because);
        }
    }
}

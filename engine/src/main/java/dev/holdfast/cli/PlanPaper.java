package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.config.IncidentPlan;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.RunbookStep.Approve;
import dev.holdfast.report.Paper;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes the company's plan and the runbooks that ship or were added into one paper. */
final class PlanPaper {
    private PlanPaper() {}

    /**
     * @param plan the company's part, which may be missing
     * @param runbooks the incident runbooks
     * @param today the day it is written (UTC)
     */
    static Paper of(IncidentPlan plan, List<Runbook> runbooks, LocalDate today) {
        Paper.Draft draft = new Paper.Draft();
        List<String> gaps = plan.gaps(today);
        if (!plan.there()) {
            draft.text("The company's own part is not written yet: add `incident-plan` to holdfast.yaml with roles,"
                    + " contacts, severities, escalation and notifications. What follows are the runbooks.");
        }
        if (!gaps.isEmpty()) {
            draft.chapter("What is missing").points(gaps);
        }
        company(plan.section(), draft);
        draft.chapter("Scenarios");
        draft.text("Each is a runbook that Holdfast carries out: evidence comes before containment, every change can be"
                + " undone or is agreed to by two people, and a step that fails leaves everything as it is until a person"
                + " decides.");
        draft.rows(
                List.of("Scenario", "Start it with", "Text"),
                runbooks.stream()
                        .map(r -> List.of(
                                r.settings().title(),
                                "holdfast respond start " + name(r),
                                r.digest().substring(0, 12)))
                        .toList(),
                "There is no runbook.");
        runbooks.forEach(r -> scenario(r, draft));
        return draft.paper(title(plan), subtitle(plan, gaps, today));
    }

    private static String title(IncidentPlan plan) {
        return "Incident response plan" + (plan.there() ? ", version " + plan.version() : "");
    }

    private static String subtitle(IncidentPlan plan, List<String> gaps, LocalDate today) {
        JsonNode approved = plan.section().path("approved");
        String standing = plan.approved()
                ? "Approved by " + approved.path("by").asText() + " on "
                        + approved.path("at").asText() + ". To be reviewed by "
                        + plan.section().path("review-by").asText() + "."
                : "Not approved as it stands.";
        String digest = plan.there() ? " Digest of the company's part: " + plan.digest() + "." : "";
        return "Written on " + today + ". " + (plan.there() ? standing : "") + digest
                + (gaps.isEmpty()
                        ? ""
                        : " " + gaps.size() + (gaps.size() == 1 ? " thing is" : " things are") + " missing.");
    }

    private static void company(JsonNode section, Paper.Draft draft) {
        draft.chapter("Roles");
        draft.rows(
                List.of("Role", "Person", "Deputy", "Does"),
                rows(section.path("roles"), "role", "person", "deputy", "duty"),
                "No role is written down.");
        draft.chapter("Contacts outside the usual channels");
        draft.rows(
                List.of("Who", "Channel", "Where", "Last tested"),
                rows(section.path("contacts"), "who", "channel", "where", "tested"),
                "No contact is written down.");
        draft.chapter("Severities and escalation");
        draft.rows(
                List.of("Severity", "Means", "At work within minutes"),
                rows(section.path("severities"), "name", "means", "within-minutes"),
                "No severity is written down.");
        draft.rows(
                List.of("Severity", "Nobody answered after minutes", "Call"),
                rows(section.path("escalation"), "severity", "after-minutes", "to"),
                "No escalation is written down.");
        draft.chapter("Who must be told, and by when");
        draft.rows(
                List.of("Whom", "Within hours of knowing", "Because", "Done by"),
                rows(section.path("notifications"), "to", "within-hours", "because", "by"),
                "No duty to notify is written down.");
    }

    private static List<List<String>> rows(JsonNode list, String... members) {
        List<List<String>> out = new ArrayList<>();
        for (JsonNode item : list) {
            List<String> row = new ArrayList<>();
            for (String member : members) {
                row.add(item.path(member).asText());
            }
            out.add(row);
        }
        return out;
    }

    private static String name(Runbook runbook) {
        return runbook.id().substring(RespondVerb.FOLDER.length());
    }

    private static void scenario(Runbook runbook, Paper.Draft draft) {
        draft.section(runbook.settings().title());
        draft.text(runbook.description());
        draft.text(runbook.settings().notes());
        List<String> signs = new ArrayList<>();
        runbook.settings().trigger().forEach((kind, values) -> {
            if (!values.isEmpty()) {
                signs.add(sign(kind) + ": " + String.join(", ", values));
            }
        });
        draft.points(signs);
        List<List<String>> steps = new ArrayList<>();
        for (RunbookStep step : RunbookStep.flat(runbook.steps())) {
            if (step.action() instanceof Approve approve) {
                steps.add(List.of(
                        "approval",
                        approve.message().asText(),
                        approve.needed() == 1 ? "one person" : approve.needed() + " people"));
            } else if (!step.handling().say().isEmpty()) {
                steps.add(List.of(
                        step.handling().phase().name().toLowerCase(Locale.ROOT),
                        step.handling().say(),
                        undo(step)));
            }
        }
        draft.rows(List.of("Phase", "Step", "Undo"), steps, "");
    }

    private static String sign(String kind) {
        return switch (kind) {
            case "guardduty" -> "Findings of GuardDuty";
            case "rules" -> "Rules of Holdfast";
            case "checks" -> "Checks of Holdfast";
            default -> "Other signs";
        };
    }

    private static String undo(RunbookStep step) {
        if (!step.writes()) {
            return "";
        }
        if (!step.handling().irreversible().isEmpty()) {
            return "cannot be undone: " + step.handling().irreversible();
        }
        Set<String> calls = new LinkedHashSet<>();
        if (step.handling().restore() != null) {
            calls.add(step.handling().restore().operation());
        }
        if (step.handling().remove() != null) {
            calls.add(step.handling().remove().operation());
        }
        return String.join(" or ", calls);
    }
}

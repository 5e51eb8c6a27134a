package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.model.JournalEntry;

/** What one line of a journal means for the step it concerns. */
final class StepProgress {
    /** Where the step stands after the line. */
    enum Result {
        GOES_ON,
        COMPLETE,
        FAILED
    }

    /** How often a write that had no effect and no answer is tried again before it counts as failed. */
    private static final int MOST_REDONE = 4;

    Result apply(RunbookStep step, Visit visit, JournalEntry entry) {
        JsonNode body = entry.body();
        return switch (entry.kind()) {
            case READ, APPROVED, MOVED -> Result.COMPLETE;
            case INTENT -> {
                visit.openIntent = body;
                yield Result.GOES_ON;
            }
            case DONE -> done(step, visit, entry);
            case FAILED -> failed(step, visit, body);
            case DECIDED -> decided(visit, body);
            default -> Result.GOES_ON;
        };
    }

    private static Result done(RunbookStep step, Visit visit, JournalEntry entry) {
        visit.openIntent = null;
        boolean seen = entry.body().has("unchanged") || entry.body().has("recovered");
        if (seen || step.handling().wanted() == null || step.handling().settlesLater()) {
            return Result.COMPLETE;
        }
        visit.answered = entry.at();
        return Result.GOES_ON;
    }

    private static Result failed(RunbookStep step, Visit visit, JsonNode body) {
        if (body.path("ambiguous").asBoolean()) {
            return Result.GOES_ON;
        }
        visit.openIntent = null;
        visit.refusals++;
        if (!body.path("final").asBoolean() && visit.refusals < step.maxAttempts()) {
            return Result.GOES_ON;
        }
        visit.failure = body.path("why").asText();
        return Result.FAILED;
    }

    private static Result decided(Visit visit, JsonNode body) {
        boolean byItself = body.path("by").asText().equals("holdfast");
        if (byItself && ++visit.redone > MOST_REDONE) {
            visit.openIntent = null;
            visit.failure = "AWS gave no answer " + (MOST_REDONE + 1) + " times, and nothing has changed";
            return Result.FAILED;
        }
        visit.redone = byItself ? visit.redone : 0;
        boolean done = body.path("decision").asText().equals("done");
        visit.openIntent = null;
        visit.answered = null;
        visit.failure = null;
        visit.refusals = 0;
        return done ? Result.COMPLETE : Result.GOES_ON;
    }
}

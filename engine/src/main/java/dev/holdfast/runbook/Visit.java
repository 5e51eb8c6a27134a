package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the step at hand has come, as the journal tells. */
final class Visit {
    /** When the step was come to. */
    final Instant since;

    /** Body of the last intent whose outcome is not known, null when there is none. */
    @Nullable
    JsonNode openIntent;

    /** When the write was answered; its result is still to be verified. */
    @Nullable
    Instant answered;

    /** How often it was refused. */
    int refusals;
    /** How often Holdfast itself decided to try again. */
    int redone;

    /** Why the step failed for good, null while it has not. */
    @Nullable
    String failure;

    Visit(Instant since) {
        this.since = since;
    }
}

package dev.holdfast.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Findings that belong together, as an analyst works them.
 *
 * @param id stable: derived from the grouping key and the first event's day
 * @param key what holds it together, such as {@code key:AKIA…} or {@code actor:arn…}
 * @param title one line for the queue
 * @param severity the worst among its findings
 * @param score 0 to 100: severity, exposure and novelty
 * @param account the account it concerns most
 * @param actor who acted
 * @param accessKey the access key used, empty when none
 * @param findings what was found, oldest first
 * @param firstEvent when the first event happened
 * @param lastEvent when the last event happened
 * @param state where it stands
 * @param respond id of the runbook suggested, null when none
 */
public record Case(
        String id,
        String key,
        String title,
        Severity severity,
        int score,
        String account,
        String actor,
        String accessKey,
        List<Finding> findings,
        Instant firstEvent,
        Instant lastEvent,
        State state,
        @Nullable String respond) {

    /** The states an analyst moves a case through. */
    public enum State {
        NEW,
        ASSIGNED,
        INVESTIGATING,
        CONTAINED,
        CLOSED
    }
}

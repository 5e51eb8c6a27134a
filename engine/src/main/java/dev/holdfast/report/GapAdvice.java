package dev.holdfast.report;

import dev.holdfast.model.AwsFailure;

/** What a person can do about a fact that could not be read. */
public final class GapAdvice {
    private GapAdvice() {}

    /** One sentence: what to do so that the next run can read it. */
    public static String mend(AwsFailure.Kind kind) {
        return switch (kind) {
            case DENIED ->
                "Allow the reading role to make this call; `holdfast permissions identify` prints the policy.";
            case NO_ACCESS ->
                "Let the caller assume the reading role in this account, or name another role with `--role`.";
            case THROTTLED -> "Run again when fewer programs call AWS, or lower the rate in the configuration.";
            case NOT_OFFERED ->
                "This endpoint or region does not offer the call; leave the region out if that is right.";
            case REFUSED -> "Read the error code; the request or the resource is in a state that AWS does not accept.";
            case EMPTY_ANSWER ->
                "The answer lacked what a true one has; run again, and suspect a proxy or an emulator.";
            case UNAVAILABLE -> "Run again; if it stays, see whether the service or the network is down.";
            case TIMED_OUT -> "Run again, or allow more time per call in the configuration.";
            case NOT_ASKED -> "Run `holdfast identify` without --for-check.";
        };
    }

    /** Why it could not be read, in a few words. */
    public static String cause(AwsFailure.Kind kind) {
        return switch (kind) {
            case DENIED -> "Not allowed";
            case NO_ACCESS -> "The account's role could not be assumed";
            case THROTTLED -> "Too many calls";
            case NOT_OFFERED -> "Not offered there";
            case REFUSED -> "Refused";
            case EMPTY_ANSWER -> "An answer without content";
            case UNAVAILABLE -> "No good answer";
            case TIMED_OUT -> "No answer in time";
            case NOT_ASKED -> "Not asked by this run";
        };
    }
}

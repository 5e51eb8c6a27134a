package dev.holdfast.model;

import java.util.List;
import java.util.Map;

/**
 * Why a verdict is not known: the call that gave no answer, who made it, and what to add so that the next run can read it.
 *
 * @param operation {@code service:Operation} that failed
 * @param action the IAM action that allows it, empty when not known
 * @param principal ARN of whom AWS refused, empty when not known
 * @param cause what sort of refusal it was
 * @param policyLine the IAM statement to add, JSON on one line; empty where no statement of IAM helps
 * @param mend what to do, in plain words
 */
public record Unread(String operation, String action, String principal, Cause cause, String policyLine, String mend) {

    /** The sorts of refusal that are mended in different ways. */
    public enum Cause {
        /** No policy of the caller allows the call. */
        NOT_ALLOWED("not allowed"),
        /** A policy of the caller, its boundary or the resource denies the call in so many words. */
        DENIED_BY_POLICY("denied by a policy"),
        /** The session policy that keeps Holdfast's own sessions from writing leaves the call out. */
        LEFT_OUT_BY_SESSION("left out by the session policy"),
        /** A service control policy above the account denies the call. */
        DENIED_BY_SCP("denied by a service control policy"),
        /** A resource control policy above the account denies the call. */
        DENIED_BY_RCP("denied by a resource control policy"),
        /** The account's role could not be assumed. */
        NO_ROLE("the role cannot be assumed"),
        /** The region or endpoint does not offer the call. */
        NOT_OFFERED("not offered there"),
        /** AWS kept saying that calls come too fast. */
        THROTTLED("throttled to the end"),
        /** An answer came that lacks what a true one has. */
        EMPTY_ANSWER("an answer without content"),
        /** Nobody asked, since the account or table was left out of the run. */
        NOT_ASKED("not asked"),
        /** AWS refused for another reason, or did not answer. */
        FAILED("no good answer");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /** A few words for people. */
        public String words() {
            return words;
        }

        /**
         * Tells causes apart. AWS names the type of the policy at the end of a refusal.
         *
         * @param kind how the call failed
         * @param operation the call
         * @param error code and message of AWS
         */
        // Source: IAM User Guide, "Troubleshoot access denied error messages".
        public static Cause of(AwsFailure.Kind kind, String operation, String error) {
            return switch (kind) {
                case DENIED -> ofDenial(error);
                case NO_ACCESS -> operation.equals("sts:AssumeRole") ? NO_ROLE : FAILED;
                case THROTTLED -> THROTTLED;
                case NOT_OFFERED -> NOT_OFFERED;
                case EMPTY_ANSWER -> EMPTY_ANSWER;
                case REFUSED, UNAVAILABLE, TIMED_OUT -> FAILED;
                case NOT_ASKED -> NOT_ASKED;
            };
        }

        private static Cause ofDenial(String error) {
            if (error.contains("service control policy")) {
                return DENIED_BY_SCP;
            } else if (error.contains("resource control policy")) {
                return DENIED_BY_RCP;
            } else if (error.contains("no session policy")) {
                return LEFT_OUT_BY_SESSION;
            }
            return error.contains("explicit deny") || error.contains("permissions boundary")
                    ? DENIED_BY_POLICY
                    : NOT_ALLOWED;
        }
    }

    private static final Map<Cause, String> MEND = Map.of(
            Cause.LEFT_OUT_BY_SESSION,
            "Holdfast signs in with AWS's read-only policies alone, and they leave this call out.",
            Cause.NOT_OFFERED,
            "Leave the region out of the configuration if it is not used.",
            Cause.THROTTLED,
            "Run again when fewer programs call AWS.",
            Cause.EMPTY_ANSWER,
            "Run again, and suspect a proxy or an emulator between here and AWS.",
            Cause.NOT_ASKED,
            "Run `holdfast identify` again without leaving it out.",
            Cause.FAILED,
            "Run again; if it stays, read the error that AWS gave.");

    /**
     * What there is to say about a failed call.
     *
     * @param principal whom AWS refused, empty when not known
     * @param resource for a role that cannot be assumed, the role's ARN, else empty
     */
    public static Unread of(String operation, String action, String principal, Cause cause, String resource) {
        String who = principal.isEmpty() ? "the reading role" : principal;
        String line = line(cause, action, resource);
        String mend = switch (cause) {
            case NOT_ALLOWED ->
                line.isEmpty() ? "Allow " + who + " to make this call." : "Add the policy line to " + who + ".";
            case NO_ROLE ->
                "Add the policy line to " + who + ", and let the trust policy of the role name it. If the"
                        + " role is not there, make it or name another with `--role`.";
            case DENIED_BY_SCP ->
                "Exempt " + who + " from the service control policy that denies " + action
                        + ", by a condition ArnNotLike on aws:PrincipalArn.";
            case DENIED_BY_RCP ->
                "Exempt " + who + " from the resource control policy that denies " + action
                        + ", by a condition ArnNotLike on aws:PrincipalArn.";
            case DENIED_BY_POLICY ->
                "Take the deny of " + action + " out of the policy or boundary that AWS's message names, or"
                        + " exempt " + who + " in it.";
            default -> MEND.getOrDefault(cause, "");
        };
        return new Unread(operation, action, principal, cause, line, mend);
    }

    private static String line(Cause cause, String action, String resource) {
        if (action.isEmpty() || !List.of(Cause.NOT_ALLOWED, Cause.NO_ROLE).contains(cause)) {
            return "";
        }
        String on = resource.isEmpty() ? "*" : resource;
        return "{\"Effect\":\"Allow\",\"Action\":\"" + action + "\",\"Resource\":\"" + on + "\"}";
    }

    /** Who was refused what and what mends it, in one or two sentences; empty when there is nothing to add. */
    public String advice() {
        return policyLine.isEmpty() ? mend : mend + " Policy line: " + policyLine;
    }
}

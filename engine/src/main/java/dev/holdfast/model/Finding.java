package dev.holdfast.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about one resource, by a check over the snapshot or by a detection over events: one type for
 * both, so that triage, reports and runbooks need to know only one.
 *
 * @param kind whether a check or a detection says so
 * @param rule id of the content unit that says so
 * @param title what the rule is about, one sentence
 * @param function the NIST function the rule serves
 * @param severity how bad a failure is
 * @param outcome the verdict; detections say {@link Outcome#FAIL}
 * @param resource ARN or id of what it is about; for a scope that could not be read, {@code account/region}
 * @param account twelve digits, or empty when it concerns the organization as a whole
 * @param region region code or {@code global}
 * @param reason why, in a sentence with the facts
 * @param frameworks framework id to control ids
 * @param remediation what a person should do, empty when nothing
 * @param fix id of the fix that can do it, null when none
 * @param sighting for detections: what was seen
 * @param unread for unknown verdicts: the call that failed, who made it and what to add; null when no call did
 * @param decision the exception, attestation or guardrail that shaped the outcome, null when none did
 */
public record Finding(
        Kind kind,
        String rule,
        String title,
        NistFunction function,
        Severity severity,
        Outcome outcome,
        String resource,
        String account,
        String region,
        String reason,
        Map<String, List<String>> frameworks,
        String remediation,
        @Nullable String fix,
        @Nullable Sighting sighting,
        @Nullable Unread unread,
        @Nullable Decision decision) {

    /** A finding that is neither shaped by a decision nor unknown for want of an answer. */
    public Finding(
            Kind kind,
            String rule,
            String title,
            NistFunction function,
            Severity severity,
            Outcome outcome,
            String resource,
            String account,
            String region,
            String reason,
            Map<String, List<String>> frameworks,
            String remediation,
            @Nullable String fix,
            @Nullable Sighting sighting) {
        this(
                kind,
                rule,
                title,
                function,
                severity,
                outcome,
                resource,
                account,
                region,
                reason,
                frameworks,
                remediation,
                fix,
                sighting,
                null,
                null);
    }

    /** Who says so. */
    public enum Kind {
        CHECK,
        DETECTION
    }

    /** The same finding with the outcome and reason that a decision gives it. Only a failure keeps its fix. */
    public Finding decided(Outcome newOutcome, String newReason, Decision by) {
        return new Finding(
                kind,
                rule,
                title,
                function,
                severity,
                newOutcome,
                resource,
                account,
                region,
                newReason,
                frameworks,
                remediation,
                newOutcome == Outcome.FAIL ? fix : null,
                sighting,
                unread,
                by);
    }

    /** The same finding with what a person or a fix can do about it. */
    public Finding mended(String byPerson, @Nullable String byFix) {
        return new Finding(
                kind,
                rule,
                title,
                function,
                severity,
                outcome,
                resource,
                account,
                region,
                reason,
                frameworks,
                byPerson,
                byFix,
                sighting,
                unread,
                decision);
    }

    /** The same finding in later runs has the same key: rule, account, region, resource. */
    public String key() {
        return rule + "|" + account + "|" + region + "|" + resource;
    }
}

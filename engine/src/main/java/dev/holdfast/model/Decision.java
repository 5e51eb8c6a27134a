package dev.holdfast.model;

/**
 * What stands between a check's own verdict and the outcome: an exception that a person made, an attestation, or a
 * guardrail above the account.
 *
 * @param kind what it is
 * @param id id of the exception, control or check attested, or policy (several with commas)
 * @param by who answers for it; for a guardrail, the names of the policies
 * @param why the reason given, or what the guardrail denies
 * @param until last day on which it holds (UTC, ISO 8601); empty for a guardrail
 */
public record Decision(Kind kind, String id, String by, String why, String until) {
    /** The sorts of decision. */
    public enum Kind {
        /** An exception silences the failure. */
        EXCEPTION,
        /** An exception would silence the failure, but its time is over. */
        EXPIRED_EXCEPTION,
        /** A policy of the organization already denies what would make the failure dangerous. */
        GUARDRAIL,
        /** A person vouches for it, signed. */
        ATTESTATION,
        /** A person vouched for it, but the time is over. */
        EXPIRED_ATTESTATION,
        /** There is an attestation whose signature or evidence does not fit: it counts for nothing. */
        BROKEN_ATTESTATION
    }
}

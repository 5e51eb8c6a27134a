package dev.holdfast.model;

/** What a check says of one resource. Only {@link #PASS} and {@link #FAIL} count towards a score. */
public enum Outcome {
    /** The resource is as it should be. */
    PASS,
    /** The resource is not as it should be. */
    FAIL,
    /** A fact the verdict needs could not be read; never counted as a pass. */
    UNKNOWN,
    /** The rule does not concern this resource, and the reason says why. */
    NOT_APPLICABLE,
    /** Only a person can judge it. */
    MANUAL,
    /** An exception with owner and expiry silences the failure. */
    MUTED,
    /** It would fail, but a guardrail above the resource makes it harmless. */
    MITIGATED
}

package dev.holdfast.content;

/**
 * A question that a runbook asks of the kept events and the inventory before its first step; the answer is evidence.
 *
 * @param about what the value is
 * @param value what is asked about, with references to parameters
 */
public record Ask(About about, String value) {
    /** What can be asked about. */
    public enum About {
        /** An access key's id. */
        KEY,
        /** The name of an IAM user. */
        USER,
        /** The name of a role. */
        ROLE,
        /** An IP address. */
        ADDRESS,
        /** The id of an instance: what it did with its role, and what was done to it. */
        INSTANCE,
        /** Anything that is only acted on: a bucket, a database, a repository. */
        THING
    }
}

package dev.holdfast.content;

/**
 * A question that a step of a runbook asks of the kept events and the inventory; the answer is evidence.
 *
 * @param about what the value is
 * @param value what is asked about, with references; a list asks about each, an empty text about nothing
 * @param member the member that is meant where the value is a list of maps, empty where it is not
 * @param since name of an earlier step (or call of a block): what happened after it is asked for, and nothing when the run
 *     never came to it; empty for all of the last ninety days
 */
public record Ask(About about, String value, String member, String since) {
    /** About all of the last ninety days. */
    public Ask(About about, String value) {
        this(about, value, "", "");
    }

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
        /** The id of a network interface: what moved over it by the kept flow logs. */
        INTERFACE,
        /** Anything that is only acted on: a bucket, a database, a repository. */
        THING
    }
}

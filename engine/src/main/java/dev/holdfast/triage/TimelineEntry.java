package dev.holdfast.triage;

import java.time.Instant;

/**
 * One line of what happened in a case.
 *
 * @param time when it (first) happened, by the event's own clock
 * @param what the event, such as {@code iam.amazonaws.com CreateAccessKey}
 * @param rule id of the rule that saw it
 * @param detail why it was found, in a sentence
 * @param count how many events it stands for
 */
public record TimelineEntry(Instant time, String what, String rule, String detail, long count) {}

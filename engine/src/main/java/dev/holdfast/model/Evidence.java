package dev.holdfast.model;

import java.time.Instant;

/**
 * One piece of evidence in a run's chain of custody.
 *
 * @param run id of the run that took it
 * @param seq position in the run's chain, from 1
 * @param kind what it is, such as {@code api-answer}, {@code log-extract}, {@code approval}
 * @param name what it shows, for people
 * @param sha256 digest of the content, lower-case hex; the content's name in the store
 * @param bytes size of the content
 * @param takenAt when
 * @param by the principal that took it
 * @param source operation and scope, or the log file it came from
 * @param previous hash of the link before, 64 zeros for the first
 * @param hash hash over all members above, in this order
 */
public record Evidence(
        String run,
        long seq,
        String kind,
        String name,
        String sha256,
        long bytes,
        Instant takenAt,
        String by,
        String source,
        String previous,
        String hash) {}

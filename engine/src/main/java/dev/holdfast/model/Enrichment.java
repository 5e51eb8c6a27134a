package dev.holdfast.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** What is known about an event beside the event itself. Used by one thread at a time; never throws. */
@FunctionalInterface
public interface Enrichment {
    /** Knows nothing. */
    Enrichment NONE = about -> new ObjectNode(com.fasterxml.jackson.databind.node.JsonNodeFactory.instance);

    /**
     * Members that rules read below {@code holdfast.}; empty when nothing is known.
     *
     * @param about the event's facts
     */
    ObjectNode of(About about);

    /**
     * The facts by which is asked.
     *
     * @param time when it happened
     * @param source the log source
     * @param address where it came from, empty when unknown
     * @param account the account, empty when unknown
     * @param region the region, empty when unknown
     * @param actor who acted, empty when unknown
     * @param indicators other addresses, names and digests in the event
     */
    record About(
            Instant time,
            Event.LogSource source,
            String address,
            String account,
            String region,
            String actor,
            List<String> indicators) {}
}

package dev.holdfast.detect;

import java.util.List;

/**
 * What a correlation remembers of one group: plain values, so that any store can keep it.
 *
 * @param seen events counted and not yet part of a burst that was reported, oldest first
 * @param bursts the bursts reported, so that each is reported once
 */
public record CorrelationWindow(List<Seen> seen, List<Burst> bursts) {
    /** Nothing seen. */
    public static final CorrelationWindow EMPTY = new CorrelationWindow(List.of(), List.of());

    public CorrelationWindow {
        seen = List.copyOf(seen);
        bursts = List.copyOf(bursts);
    }

    /**
     * One event counted.
     *
     * @param at when it happened, milliseconds since 1970
     * @param event its id
     * @param value the value counted or added up, empty where events are counted
     * @param rule id of the rule or correlation that it hit
     */
    public record Seen(long at, String event, String value, String rule) {}

    /**
     * A stretch of time that was reported.
     *
     * @param from its first event, milliseconds since 1970
     * @param to its last event so far
     */
    public record Burst(long from, long to) {}

    /** How much it holds, in entries. */
    public int size() {
        return seen.size() + bursts.size();
    }
}

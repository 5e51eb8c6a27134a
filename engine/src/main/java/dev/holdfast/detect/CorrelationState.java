package dev.holdfast.detect;

/**
 * Where correlations keep what they remember between events. The only state of this room; a store that persists, or the
 * keyed state of a stream processor, can stand behind it. Called by one thread at a time.
 */
public interface CorrelationState {
    /**
     * What is remembered of a group.
     *
     * @param correlation id of the correlation
     * @param group the group's values
     * @return {@link CorrelationWindow#EMPTY} when nothing is
     */
    CorrelationWindow read(String correlation, String group);

    /** Remembers; may forget other groups to stay within its bound. */
    void write(String correlation, String group, CorrelationWindow window);

    /** How many groups had to be forgotten to stay within the bound; shown to people, since it may hide a burst. */
    long evicted();
}

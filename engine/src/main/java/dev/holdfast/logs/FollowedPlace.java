package dev.holdfast.logs;

import dev.holdfast.model.Event;
import java.time.Instant;
import java.util.function.Consumer;

/** Somewhere that logs keep coming from. Used by one thread. */
interface FollowedPlace extends AutoCloseable {
    /**
     * Gives what came since the last look.
     *
     * @return how many files, messages or lines gave something
     */
    int look(Instant now, LogFollower.Marks marks, Consumer<Event> events);

    /** What was given before and its marks are kept for good: the place may forget it. */
    default void kept() {}

    @Override
    default void close() {}
}

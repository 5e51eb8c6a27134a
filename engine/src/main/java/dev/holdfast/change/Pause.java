package dev.holdfast.change;

import java.time.Duration;

/** How waiting is done; tests wait without time passing. */
@FunctionalInterface
public interface Pause {
    /** Waits. */
    void of(Duration duration);
}

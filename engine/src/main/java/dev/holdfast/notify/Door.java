package dev.holdfast.notify;

import java.time.Instant;

/** A way to one receiver. Safe for many threads. */
public interface Door {
    /**
     * Hands over a message. The same message may come twice, when a crash left open whether it was taken; where the
     * receiver can, it is told so and makes one of them.
     *
     * @param now the time of sending
     * @return what the receiver calls it, such as the key of a ticket; empty when it says nothing
     * @throws Refused when it was not taken, or nobody knows whether it was
     */
    String deliver(Notice notice, Instant now) throws Refused;
}

package dev.holdfast.logs;

import dev.holdfast.model.Event;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of a record's bytes, before anything is made of them, whether anybody wants to see the record. Most records of a log
 * concern nobody, and need not become trees. One thread.
 */
public interface RecordSieve {
    /** Makes the sieves of the sources. */
    @FunctionalInterface
    interface Maker {
        /**
         * @param source whose records are read
         * @param wanted members of the record itself, that {@link #isPresent} and {@link #text} are asked about by their number
         * @return null when every record of the source must be seen
         */
        @Nullable
        RecordSieve of(Event.LogSource source, List<String> wanted);
    }

    /** What {@link #read} says where the bytes end before the record does. */
    int CUT = -1;

    /**
     * Reads the JSON object that begins at a place.
     *
     * @return the place after it; {@link #CUT}; or less when it must be read in the ordinary way
     */
    int read(byte[] bytes, int from, int to);

    /** Whether the record last read has the member. */
    boolean isPresent(int wanted);

    /** The member's text; empty when it has none, or several, or is no text. */
    String text(int wanted);

    /** Whether the record last read goes over several lines. */
    boolean breaks();

    /** Whether the record last read must be seen. */
    boolean keeps();

    /**
     * Says that the record last read was not seen, and is none that was read before.
     *
     * @param time when what it tells happened
     */
    default void passed(Instant time) {
        // Most want to know nothing of what they do not see.
    }
}

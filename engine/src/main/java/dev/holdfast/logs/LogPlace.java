package dev.holdfast.logs;

import java.io.IOException;
import java.util.function.Consumer;

/** Somewhere that holds log files. */
interface LogPlace {
    /**
     * Gives every file, in a stable order.
     *
     * @throws IOException when the place cannot be listed to its end, with a message for people
     */
    void each(Consumer<LogFile> consumer) throws IOException;
}

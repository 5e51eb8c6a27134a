package dev.holdfast.logs;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One file or object to read.
 *
 * @param name its path or URI
 * @param modified when it was written last, for times without a year; null when that is not known
 * @param opener opens it; the reader closes what it gives
 */
record LogFile(String name, @Nullable Instant modified, Opener opener) {
    /** Opens a file. */
    @FunctionalInterface
    interface Opener {
        /** @throws IOException when it cannot be opened, with a message for people */
        InputStream open() throws IOException;
    }
}

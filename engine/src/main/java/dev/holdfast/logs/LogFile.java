package dev.holdfast.logs;

import java.io.IOException;
import java.io.InputStream;

/**
 * One file or object to read.
 *
 * @param name its path or URI
 * @param opener opens it; the reader closes what it gives
 */
record LogFile(String name, Opener opener) {
    /** Opens a file. */
    @FunctionalInterface
    interface Opener {
        /** @throws IOException when it cannot be opened, with a message for people */
        InputStream open() throws IOException;
    }
}

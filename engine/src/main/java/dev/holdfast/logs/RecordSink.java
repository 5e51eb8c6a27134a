package dev.holdfast.logs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.LineShape;
import org.jspecify.annotations.Nullable;

/** Gets what a file holds. */
interface RecordSink {
    /**
     * @param number of the record in its file, from 1
     * @param record its members
     * @param kind how it was written
     * @param source the source it belongs to where its way of writing says so; null when its members must tell
     */
    void record(long number, ObjectNode record, LineShape.Kind kind, @Nullable KnownSource source);

    /** @param number the record at fault, or the one after the last good; 0 for the file as a whole */
    void error(long number, String problem);

    /** A line that says nothing by itself. */
    default void comment() {}
}

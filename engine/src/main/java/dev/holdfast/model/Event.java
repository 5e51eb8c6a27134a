package dev.holdfast.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One record of a log, as it was written.
 *
 * @param id the log's own id of it, or a digest where the log has none; equal ids are the same event
 * @param time when it happened, by the log's own clock
 * @param source the log source it belongs to
 * @param raw the record itself, unchanged
 * @param origin the file or object and the record's number in it
 */
public record Event(String id, Instant time, LogSource source, JsonNode raw, String origin) {

    /**
     * A log source in Sigma's words.
     *
     * @param product such as {@code aws}, {@code linux}
     * @param service such as {@code cloudtrail}, {@code sshd}
     */
    public record LogSource(String product, String service) {
        @Override
        public String toString() {
            return product + "/" + service;
        }
    }
}

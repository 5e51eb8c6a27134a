package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;

/**
 * Something that a run made so, and how it is now.
 *
 * @param run the run that wrote it last
 * @param since when it did
 * @param step {@code target/key} in that run
 * @param document the document
 * @param resource what the document was carried out on
 * @param account account id
 * @param region region code or {@code global}
 * @param what what the run did, for people
 * @param operation {@code service:Operation} that did it
 * @param wanted the state that the run left
 * @param found the state now; null in JSON when there is nothing, or when it could not be read
 * @param unread why it could not be read, empty when it was
 * @param names texts by which logs may call the thing: ids and names of the request
 */
public record Drift(
        String run,
        Instant since,
        String step,
        String document,
        String resource,
        String account,
        String region,
        String what,
        String operation,
        JsonNode wanted,
        JsonNode found,
        String unread,
        Set<String> names) {

    /** True when it could be read and is otherwise. */
    public boolean drifted() {
        return unread.isEmpty();
    }
}

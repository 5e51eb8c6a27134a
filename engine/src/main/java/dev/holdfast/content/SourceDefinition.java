package dev.holdfast.content;

import dev.holdfast.model.Event;
import java.util.List;

/**
 * How the records of one log source are recognised, and where in them stand the facts that every finding needs. Paths
 * are dotted, arrays are walked.
 *
 * @param id the unit's id
 * @param title what it is, for people
 * @param source product and service, in Sigma's words
 * @param envelope name of the member whose array holds the records of a file; empty when records stand alone
 * @param recognise what every record of this source has
 * @param skipPaths parts of a file's path that mark files which are no records of it
 * @param eventId path of the log's own id of a record, empty when it has none
 * @param time paths of the time it happened, ISO 8601; the first that has a value counts
 * @param view where the facts stand
 * @param sigma what rules call this source and its fields
 */
public record SourceDefinition(
        String id,
        String title,
        Event.LogSource source,
        String envelope,
        List<Sign> recognise,
        List<String> skipPaths,
        String eventId,
        List<String> time,
        View view,
        SigmaRouting sigma) {
    /**
     * Something by which a record is recognised.
     *
     * @param path where it stands; a member of that name at the top counts first, then dots go down
     * @param values what it may be, as text ignoring case, a value ending in {@code *} is a beginning; empty when being
     *     there is enough
     */
    public record Sign(String path, List<String> values) {}

    /**
     * Paths of facts; of each list the first that has a value counts.
     *
     * @param actor who acted
     * @param accessKey the access key used
     * @param sourceIp where the call came from
     * @param account the account it concerns
     * @param region the region it concerns
     * @param error the error the call was refused with
     * @param event parts of the event's name, joined by a blank
     * @param resource what it is about: paths, or texts with {@code {path}} that count when every path has a value
     */
    public record View(
            List<String> actor,
            List<String> accessKey,
            List<String> sourceIp,
            List<String> account,
            List<String> region,
            List<String> error,
            List<String> event,
            List<String> resource) {}
}

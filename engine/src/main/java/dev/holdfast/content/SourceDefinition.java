package dev.holdfast.content;

import dev.holdfast.model.Event;
import java.util.List;
import java.util.Map;

/**
 * How the records of one log source are recognised, and where in them stand the facts that every finding needs. Names of
 * members are looked up by {@link SigmaRouting#paths}: dotted, arrays are walked.
 *
 * @param id the unit's id
 * @param title what it is, for people
 * @param source product and service, in Sigma's words
 * @param envelope where the records stand in what is delivered: members with arrays, an object, or text with a record in
 *     it; empty when records stand alone
 * @param recognise what every record of this source has
 * @param skip records that say nothing, such as a delivery's own test message
 * @param skipPaths parts of a file's path that mark files which are no records of it
 * @param eventId names of the log's own id of a record, the first that has a value; empty when it has none
 * @param time where the time stands when it happened: names or templates with {@code {name}}; the first that is a time
 * @param lines how records are written
 * @param extract what is taken out of a record's text
 * @param frame members that make the record a line of syslog, to be recognised by those sources too; empty for none
 * @param view where the facts stand
 * @param sigma what rules call this source and its fields
 * @param ocsf its view in OCSF
 * @param examples its own examples
 */
public record SourceDefinition(
        String id,
        String title,
        Event.LogSource source,
        List<String> envelope,
        List<Sign> recognise,
        List<Sign> skip,
        List<String> skipPaths,
        List<String> eventId,
        List<String> time,
        LineShape lines,
        List<ExtractStep> extract,
        Map<String, List<String>> frame,
        View view,
        SigmaRouting sigma,
        OcsfMapping ocsf,
        List<SourceExample> examples) {
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

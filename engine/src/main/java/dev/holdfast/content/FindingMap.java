package dev.holdfast.content;

import dev.holdfast.model.Event;
import dev.holdfast.model.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How records of a log source that are findings already, of GuardDuty or of any other tool, enter triage. Places are
 * paths, or texts with {@code {path}} that count when every path has a value; of each list the first that has one counts.
 *
 * @param id the unit's id
 * @param title what it is, for people
 * @param source the log source whose records are findings
 * @param takes what a record must have to be taken, all of it
 * @param leaves what makes a record be left out, any of it: closed elsewhere, a sample
 * @param rule the id of the finding's rule
 * @param name its title
 * @param reason why, in the other tool's words
 * @param level where its severity stands: a word of ours in any case, or a number
 * @param atLeast for numbers: the least that counts as a severity
 * @param first when the first event behind it happened
 * @param count how many events are behind it
 * @param attack where ATT&amp;CK technique ids stand in it
 * @param kind what the routes look at
 * @param routes by its kind what it means; the first that fits counts
 */
public record FindingMap(
        String id,
        String title,
        Event.LogSource source,
        List<SourceDefinition.Sign> takes,
        List<SourceDefinition.Sign> leaves,
        List<String> rule,
        List<String> name,
        List<String> reason,
        List<String> level,
        Map<Severity, Double> atLeast,
        List<String> first,
        List<String> count,
        List<String> attack,
        List<String> kind,
        List<Route> routes) {
    /**
     * What kinds of findings mean.
     *
     * @param kinds patterns in which {@code *} stands for any text
     * @param attack ATT&amp;CK technique ids
     * @param respond id of the runbook that answers it, null when none
     */
    public record Route(
            List<String> kinds,
            List<String> attack,
            @Nullable String respond) {}

    /** The same, its routes leading only to runbooks that are there. */
    public FindingMap answering(Set<String> runbooks) {
        List<Route> answered = routes.stream()
                .map(r -> r.respond() == null || runbooks.contains(r.respond())
                        ? r
                        : new Route(r.kinds(), r.attack(), null))
                .toList();
        return new FindingMap(
                id, title, source, takes, leaves, rule, name, reason, level, atLeast, first, count, attack, kind,
                answered);
    }
}

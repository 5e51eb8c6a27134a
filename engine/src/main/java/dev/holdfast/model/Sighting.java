package dev.holdfast.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a detection saw.
 *
 * @param time when the (last) event happened, by the event's own clock
 * @param firstTime when the first of them happened
 * @param actor ARN or name of who acted, empty when the log does not say
 * @param accessKey the access key id used, empty when none
 * @param sourceIp where the call came from, empty when unknown
 * @param source log source, such as {@code aws/cloudtrail}
 * @param event what happened, such as {@code iam.amazonaws.com CreateAccessKey}
 * @param eventIds ids of the events behind it, at most 100
 * @param count how many events it stands for
 * @param attack ATT&amp;CK technique ids, such as {@code T1098.001}
 * @param respond id of the runbook that answers it, null when none
 * @param correlation id of the correlation rule, null for a single event
 * @param facts what is known besides, by name: of the address, the account, the actor and the resource
 */
public record Sighting(
        Instant time,
        Instant firstTime,
        String actor,
        String accessKey,
        String sourceIp,
        String source,
        String event,
        List<String> eventIds,
        long count,
        List<String> attack,
        @Nullable String respond,
        @Nullable String correlation,
        Map<String, String> facts) {

    // A sighting that was kept before facts were has none.
    @SuppressWarnings("ConstantValue")
    public Sighting {
        facts = facts == null || facts.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** A sighting of which nothing is known besides. */
    public Sighting(
            Instant time,
            Instant firstTime,
            String actor,
            String accessKey,
            String sourceIp,
            String source,
            String event,
            List<String> eventIds,
            long count,
            List<String> attack,
            @Nullable String respond,
            @Nullable String correlation) {
        this(
                time,
                firstTime,
                actor,
                accessKey,
                sourceIp,
                source,
                event,
                eventIds,
                count,
                attack,
                respond,
                correlation,
                Map.of());
    }

    /** The same with more facts; what is known already stays. */
    public Sighting with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(facts);
        more.forEach(all::putIfAbsent);
        return new Sighting(
                time,
                firstTime,
                actor,
                accessKey,
                sourceIp,
                source,
                event,
                eventIds,
                count,
                attack,
                respond,
                correlation,
                all);
    }
}

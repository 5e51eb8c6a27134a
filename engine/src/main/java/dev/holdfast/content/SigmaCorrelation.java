package dev.holdfast.content;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Sigma correlation document of a type that is compiled (event_count, value_count), read and resolved.
 *
 * @param meta what it says about itself
 * @param type what is counted
 * @param rules ids of the rules whose hits are counted
 * @param groupBy fields whose values part the events into groups; may be empty
 * @param aliases alias to (rule id to field name)
 * @param timespan length of the sliding window
 * @param fields for {@link Type#VALUE_COUNT}, the fields whose distinct values are counted; several count as a tuple
 * @param least how many must be reached, from 1
 * @param most how many it may be at the most; {@link Long#MAX_VALUE} when open
 */
public record SigmaCorrelation(
        SigmaMeta meta,
        Type type,
        List<String> rules,
        List<String> groupBy,
        Map<String, Map<String, String>> aliases,
        Duration timespan,
        List<String> fields,
        long least,
        long most) {
    /** What is counted. */
    public enum Type {
        /** Events. */
        EVENT_COUNT,
        /** Distinct values of fields. */
        VALUE_COUNT
    }

    /** The field that a rule's events carry under a name of {@code group-by}. */
    public String field(String name, String rule) {
        return aliases.getOrDefault(name, Map.of()).getOrDefault(rule, name);
    }
}

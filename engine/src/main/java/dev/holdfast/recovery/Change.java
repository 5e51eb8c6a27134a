package dev.holdfast.recovery;

import java.util.List;

/**
 * What became of a resource since a snapshot from before the incident.
 *
 * @param kind {@code added}, {@code removed} or {@code changed}
 * @param table its table
 * @param account its account
 * @param resource its ARN or id
 * @param settings what differs, in words
 */
public record Change(String kind, String table, String account, String resource, List<String> settings) {
    public Change {
        settings = List.copyOf(settings);
    }
}

package dev.holdfast.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What changed among the resources between two snapshots.
 *
 * @param before name of the earlier snapshot
 * @param after name of the later one
 * @param counts how much, by table; tables without any difference are left out
 * @param resources the resources that differ, in the order of the tables; may be cut
 * @param cut how many more there are
 */
public record SnapshotChanges(
        String before, String after, Map<String, Count> counts, List<Resource> resources, long cut) {
    /** Copies its collections. */
    public SnapshotChanges {
        counts = java.util.Collections.unmodifiableMap(new TreeMap<>(counts));
        resources = List.copyOf(resources);
    }

    /**
     * Differences of one table.
     *
     * @param added resources that are new
     * @param removed resources that are gone
     * @param altered resources with other attributes
     * @param apart rows that could not be compared, since the other run did not read their scope
     */
    public record Count(long added, long removed, long altered, long apart) {}

    /**
     * One resource.
     *
     * @param kind "added", "removed" or "changed"
     * @param table its table
     * @param account its account
     * @param region its region
     * @param id what people call it
     * @param changes attributes that differ
     */
    public record Resource(
            String kind, String table, String account, String region, String id, List<Attribute> changes) {
        /** Copies its list. */
        public Resource {
            changes = List.copyOf(changes);
        }
    }

    /**
     * One attribute.
     *
     * @param name the column
     * @param before value before
     * @param after value after
     */
    public record Attribute(String name, JsonNode before, JsonNode after) {}
}

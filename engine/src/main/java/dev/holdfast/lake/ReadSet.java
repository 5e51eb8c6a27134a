package dev.holdfast.lake;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The columns a query may read, by table. Never too few: where a query cannot be told apart, all columns of a table
 * count.
 *
 * @param columns table to columns; a table that is only counted has no columns
 */
public record ReadSet(Map<String, Set<String>> columns) {
    public ReadSet {
        TreeMap<String, Set<String>> copy = new TreeMap<>();
        columns.forEach((table, names) -> copy.put(table, Set.copyOf(names)));
        columns = java.util.Collections.unmodifiableMap(copy);
    }

    /** The tables read. */
    public Set<String> tables() {
        return columns.keySet();
    }

    /** True when the column of the table is read. */
    public boolean reads(String table, String column) {
        return columns.getOrDefault(table, Set.of()).contains(column);
    }

    /** What either reads. */
    public ReadSet and(ReadSet other) {
        Map<String, Set<String>> out = new TreeMap<>();
        columns.forEach((table, names) -> out.put(table, new TreeSet<>(names)));
        other.columns.forEach((table, names) ->
                out.computeIfAbsent(table, k -> new TreeSet<>()).addAll(names));
        return new ReadSet(out);
    }
}

package dev.holdfast.model;

import java.util.List;
import java.util.Optional;

/**
 * A table of a snapshot: its name and columns, in order.
 *
 * @param name lower case, words joined by {@code _}
 * @param columns at least one
 */
public record TableSchema(String name, List<Column> columns) {
    public TableSchema {
        columns = List.copyOf(columns);
    }

    /** The sorts of values a column holds. */
    public enum Type {
        TEXT,
        BOOLEAN,
        INTEGER,
        DECIMAL,
        /** An instant in UTC, ISO 8601 with {@code Z} in JSON. */
        TIMESTAMP,
        /** A document: object or list. */
        JSON
    }

    /**
     * One column.
     *
     * @param name lower case, words joined by {@code _}
     * @param type what it holds; any value may be null
     */
    public record Column(String name, Type type) {}

    /** The column of that name. */
    public Optional<Column> column(String column) {
        // Asked for each value of each row.
        for (Column known : columns) {
            if (known.name().equals(column)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** The names of the columns, in order. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }
}

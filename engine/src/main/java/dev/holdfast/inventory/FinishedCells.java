package dev.holdfast.inventory;

import dev.holdfast.lake.SnapshotWriter;
import java.util.HashSet;
import java.util.Set;

/**
 * What a growing snapshot holds already.
 *
 * @param keys names of the cells, see {@link Cell#key()}
 * @param next a number that no finished cell has, nor any above it
 */
record FinishedCells(Set<String> keys, int next) {
    static FinishedCells of(SnapshotWriter writer) {
        Set<String> keys = new HashSet<>();
        int[] next = {0};
        for (String table : SnapshotTables.CELLS) {
            writer.query(
                    "SELECT account, region, table_name, " + SnapshotWriter.CELL + " AS cell FROM " + table
                            + " WHERE table_name IS NOT NULL",
                    row -> {
                        keys.add(Cell.key(
                                row.path("table_name").asText(),
                                row.path("account").asText(),
                                row.path("region").asText()));
                        next[0] = Math.max(next[0], row.path("cell").asInt() + 1);
                    });
        }
        return new FinishedCells(keys, next[0]);
    }
}

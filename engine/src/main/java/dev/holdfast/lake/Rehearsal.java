package dev.holdfast.lake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TableSchema;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A database in memory that is filled, asked and emptied again and again: for examples, which are many and small, so
 * that making tables would cost more than asking them. Derived views stay; derived tables are computed anew. It is
 * locked down like any snapshot. For one thread at a time.
 */
public final class Rehearsal implements AutoCloseable {
    private final Workspace workspace;
    private final Consumer<Workspace> derive;
    private final Snapshot snapshot;
    private final Set<String> given = new HashSet<>();
    private final Map<String, List<ObjectNode>> filled = new HashMap<>();

    /**
     * @param tables the tables there are
     * @param derive adds derived tables to a workspace; is asked again after each filling
     */
    public Rehearsal(List<TableSchema> tables, Consumer<Workspace> derive) {
        this.workspace = Workspace.empty();
        this.derive = derive;
        for (TableSchema table : tables) {
            workspace.table(table, List.of());
            given.add(table.name());
        }
        derive.accept(workspace);
        // Rows are few: a second thread would only be woken in vain.
        this.snapshot = workspace.lock(QueryLimits.USUAL.onThreads(1));
    }

    /**
     * Asks a small world.
     *
     * @param rows rows by table; tables that are not named are empty
     * @param question gets the filled snapshot, which is good only until it returns
     * @throws IllegalArgumentException when there is no such table or a row does not fit it
     */
    public <T> T ask(Map<String, List<ObjectNode>> rows, Function<Snapshot, T> question) {
        for (String table : rows.keySet()) {
            if (!given.contains(table)) {
                throw new IllegalArgumentException("`" + table + "` is not a table that examples can fill");
            }
        }
        try {
            workspace.atOnce(() -> fill(rows));
        } catch (RuntimeException e) {
            // What lies where after half a filling is not known: all is emptied with the next.
            workspace.forgetWhatIsEmpty();
            given.forEach(table -> filled.put(table, List.of()));
            throw e;
        }
        return question.apply(snapshot);
    }

    private void fill(Map<String, List<ObjectNode>> rows) {
        for (String table : Set.copyOf(filled.keySet())) {
            if (rows.getOrDefault(table, List.of()).isEmpty()) {
                filled.remove(table);
                workspace.refill(table, List.of());
            }
        }
        rows.forEach((table, those) -> {
            // What many worlds have in common stays.
            if (!those.isEmpty() && !those.equals(filled.get(table))) {
                workspace.refill(table, those);
                filled.put(table, List.copyOf(those));
            }
        });
        derive.accept(workspace);
    }

    /** The snapshot with whatever was last filled in; for questions about tables and queries rather than rows. */
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public void close() {
        snapshot.close();
    }
}

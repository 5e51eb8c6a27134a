package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.TableCall;
import dev.holdfast.content.TableColumn;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableDefinition.Detail;
import dev.holdfast.content.TableDefinition.Parents;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What could not be judged if some calls were refused, worked out before any is made.
 *
 * @param tables table to the columns that would not be read; {@code *} when it would have no rows at all
 * @param checks check to the calls whose refusal would leave it without a verdict, sorted
 */
public record Blindness(Map<String, Set<String>> tables, Map<String, Set<String>> checks) {
    private static final String ALL = "*";

    /**
     * @param checks the checks
     * @param definitions the tables there are
     * @param derive adds derived tables to a workspace
     * @param refused which calls would be refused
     */
    public static Blindness of(
            List<Check> checks,
            List<TableDefinition> definitions,
            Consumer<Workspace> derive,
            Predicate<TableCall> refused) {
        Map<String, Set<String>> tables = new TreeMap<>();
        Map<String, Map<String, Set<String>>> why = new TreeMap<>();
        Map<String, TableDefinition> byName = new TreeMap<>();
        for (TableDefinition table : definitions) {
            byName.put(table.name(), table);
            Map<String, Set<String>> lost = lost(table, refused);
            if (!lost.isEmpty()) {
                tables.put(table.name(), lost.containsKey(ALL) ? Set.of(ALL) : new TreeSet<>(lost.keySet()));
                why.put(table.name(), lost);
            }
        }
        Map<String, Set<String>> blind = new TreeMap<>();
        try (Snapshot empty = CheckLint.empty(byName, derive)) {
            for (Check check : checks) {
                Set<String> calls = new TreeSet<>();
                empty.reads(check.query()).columns().forEach((table, columns) -> {
                    Map<String, Set<String>> lost = why.getOrDefault(table, Map.of());
                    calls.addAll(lost.getOrDefault(ALL, Set.of()));
                    columns.forEach(column -> calls.addAll(lost.getOrDefault(column, Set.of())));
                });
                if (!calls.isEmpty()) {
                    blind.put(check.id(), calls);
                }
            }
        }
        return new Blindness(tables, blind);
    }

    /** Columns that would not be read, each with the refused calls behind it. */
    private static Map<String, Set<String>> lost(TableDefinition table, Predicate<TableCall> refused) {
        Map<String, Set<String>> out = new TreeMap<>();
        List<TableCall> listing = new ArrayList<>(List.of(table.list()));
        Parents within = table.within();
        if (within != null && within.call() != null) {
            listing.add(within.call());
        }
        for (TableCall call : listing) {
            if (refused.test(call)) {
                out.computeIfAbsent(ALL, k -> new TreeSet<>()).add(call.action());
            }
        }
        templates(table, out);
        for (Detail detail : table.details()) {
            Set<String> behind = new TreeSet<>();
            if (refused.test(detail.call())) {
                behind.add(detail.call().action());
            }
            needed(detail).forEach(column -> behind.addAll(out.getOrDefault(column, Set.of())));
            if (!behind.isEmpty()) {
                table.columnsFrom(detail.name())
                        .forEach(c -> out.computeIfAbsent(c.name(), k -> new TreeSet<>())
                                .addAll(behind));
            }
            templates(table, out);
        }
        return out;
    }

    /** A text put together from a column that is not read is not known either. */
    private static void templates(TableDefinition table, Map<String, Set<String>> lost) {
        for (TableColumn column : table.columns()) {
            for (String other : Set.copyOf(lost.keySet())) {
                if (column.template().contains("{" + other + "}")) {
                    lost.computeIfAbsent(column.name(), k -> new TreeSet<>()).addAll(lost.get(other));
                }
            }
        }
    }

    /** Columns that a detail call cannot be made without. */
    private static Collection<String> needed(Detail detail) {
        Set<String> out = new TreeSet<>(detail.when().keySet());
        if (detail.region() != null) {
            out.add(detail.region());
        }
        detail.call().with().values().forEach(value -> references(value, out));
        return out;
    }

    private static void references(JsonNode value, Set<String> out) {
        if (value.isTextual() && value.asText().startsWith("$")) {
            out.add(value.asText().substring(1));
        }
        value.forEach(inner -> references(inner, out));
    }
}

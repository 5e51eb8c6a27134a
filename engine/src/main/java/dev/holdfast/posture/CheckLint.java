package dev.holdfast.posture;

import dev.holdfast.content.Check;
import dev.holdfast.content.Check.Judges;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.ReadSet;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Checks the SQL of checks: it must run over the tables there are and give the columns a verdict needs. */
public final class CheckLint {
    private static final Set<String> NEEDED = Set.of("resource", "account", "region", "status", "reason");
    private static final Set<String> MAY_BE = Set.of("reads");

    private CheckLint() {}

    /**
     * Adds everything wrong with the checks.
     *
     * @param checks the checks
     * @param tables the tables there are
     * @param derive adds derived tables to a workspace
     * @param errors where problems are added
     */
    public static void check(
            List<Check> checks, List<TableDefinition> tables, Consumer<Workspace> derive, List<ContentError> errors) {
        Map<String, TableDefinition> definitions = new TreeMap<>();
        tables.forEach(t -> definitions.put(t.name(), t));
        try (Snapshot snapshot = empty(definitions, derive)) {
            checks.forEach(check -> check(check, definitions, snapshot, errors));
        }
    }

    /** The tables that checks read and what columns of them, those behind derived tables too; tables sorted. */
    public static Map<String, Set<String>> reads(
            List<Check> checks, List<TableDefinition> tables, Consumer<Workspace> derive) {
        Map<String, TableDefinition> definitions = new TreeMap<>();
        tables.forEach(t -> definitions.put(t.name(), t));
        ReadSet all = new ReadSet(Map.of());
        try (Snapshot snapshot = empty(definitions, derive)) {
            for (Check check : checks) {
                all = all.and(snapshot.reads(check.query()));
            }
        }
        Map<String, Set<String>> out = new TreeMap<>(all.columns());
        out.keySet().retainAll(definitions.keySet());
        return out;
    }

    /** All tables without rows. */
    static Snapshot empty(Map<String, TableDefinition> definitions, Consumer<Workspace> derive) {
        Workspace workspace = Workspace.empty();
        definitions.values().forEach(t -> workspace.table(t.schema(), List.of()));
        FactTables.ALL.forEach(schema -> workspace.table(schema, List.of()));
        workspace.table(CheckExamples.COLLECTION, List.of());
        derive.accept(workspace);
        return workspace.lock(QueryLimits.USUAL);
    }

    private static void check(
            Check check, Map<String, TableDefinition> definitions, Snapshot snapshot, List<ContentError> errors) {
        Set<String> facts = FactTables.ALL.stream().map(TableSchema::name).collect(Collectors.toSet());
        if (!definitions.containsKey(check.about())) {
            if (!facts.contains(check.about())) {
                errors.add(error(check, 0, "`about: " + check.about() + "` is not a table", ""));
            } else if (check.judges() != Judges.ORGANIZATION) {
                errors.add(error(
                        check,
                        0,
                        "a check about Holdfast's own facts judges the organization",
                        "Write `judges: organization`"));
            }
        }
        if (check.guard() != null && check.judges() == Judges.ORGANIZATION) {
            errors.add(error(
                    check,
                    0,
                    "`mitigated-by` is not for checks that judge the organization",
                    "Policies bind accounts"));
        }
        if (check.query().contains("NOT_APPLICABLE")
                && check.examples().stream().noneMatch(e -> e.expected() == Outcome.NOT_APPLICABLE)) {
            errors.add(error(
                    check,
                    check.queryLine(),
                    "NOT_APPLICABLE needs an example that shows its reason",
                    "Add one under `not-applicable:`"));
        }
        try {
            Set<String> read = snapshot.reads(check.query()).tables();
            if (!read.contains(check.about())) {
                errors.add(error(check, check.queryLine(), "the query does not read `" + check.about() + "`", ""));
            }
            columns(check, snapshot.answer(check.query()).columns(), errors);
        } catch (QueryFailure e) {
            int line = check.queryLine() + Math.max(0, e.line() - 1);
            errors.add(error(check, line, "the query does not work: " + e.getMessage(), ""));
        }
    }

    private static void columns(Check check, List<Column> columns, List<ContentError> errors) {
        Set<String> names = columns.stream().map(Column::name).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>(NEEDED);
        missing.removeAll(names);
        Set<String> odd = new TreeSet<>(names);
        odd.removeAll(NEEDED);
        odd.removeAll(MAY_BE);
        if (!missing.isEmpty()) {
            errors.add(
                    error(check, check.queryLine(), "the query lacks the columns " + String.join(", ", missing), ""));
        }
        if (!odd.isEmpty()) {
            errors.add(error(
                    check, check.queryLine(), "the query gives columns nobody reads: " + String.join(", ", odd), ""));
        }
        if (names.contains("reads") && check.judges() != Judges.ORGANIZATION) {
            errors.add(error(check, check.queryLine(), "`reads` is only for checks that judge the organization", ""));
        }
        for (Column column : columns) {
            if (column.name().equals("reads") && column.type() != Type.JSON) {
                errors.add(error(check, check.queryLine(), "`reads` must be a list of account ids", ""));
            }
        }
    }

    private static ContentError error(Check check, int line, String problem, String mend) {
        return new ContentError(check.file(), line, 0, problem, mend);
    }
}

package dev.holdfast.posture;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.Check.Example;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the examples that checks carry, through the same judge as real snapshots. */
public final class CheckExamples implements AutoCloseable {
    /** The account of rows that name none. */
    public static final String ACCOUNT = "111111111111";

    /** The region of rows that name none. */
    public static final String REGION = "eu-west-1";

    /** What was asked, as far as derived tables and the judge look at it. */
    static final TableSchema COLLECTION = new TableSchema(
            "holdfast_collection",
            List.of(
                    new Column("account", Type.TEXT),
                    new Column("region", Type.TEXT),
                    new Column("table_name", Type.TEXT),
                    new Column("operation", Type.TEXT),
                    new Column("error", Type.TEXT),
                    new Column("kind", Type.TEXT)));

    private final Map<String, TableDefinition> definitions = new TreeMap<>();
    private final Consumer<Workspace> derive;
    private @Nullable Snapshot empty;

    /**
     * @param tables the tables there are
     * @param derive adds derived tables to a workspace
     */
    public CheckExamples(List<TableDefinition> tables, Consumer<Workspace> derive) {
        tables.forEach(t -> definitions.put(t.name(), t));
        this.derive = derive;
    }

    /** What is wrong with the check's examples; nothing when all hold. */
    public List<ContentError> run(Check check) {
        List<ContentError> out = new ArrayList<>();
        for (Example example : check.examples()) {
            try {
                String wrong = wrong(example.expected(), judge(check, example.rows()));
                if (!wrong.isEmpty()) {
                    out.add(error(check, example, wrong));
                }
            } catch (QueryFailure | IllegalArgumentException e) {
                out.add(error(check, example, String.valueOf(e.getMessage())));
            }
        }
        return out;
    }

    private static ContentError error(Check check, Example example, String wrong) {
        return new ContentError(check.file(), example.line(), 0, "example `" + example.name() + "`: " + wrong, "");
    }

    private static String wrong(Outcome expected, List<Finding> findings) {
        if (findings.isEmpty()) {
            return "the check says nothing";
        }
        for (Finding finding : findings) {
            boolean fits = expected == Outcome.FAIL
                    ? finding.outcome() == Outcome.FAIL || finding.outcome() == Outcome.PASS
                    : finding.outcome() == expected;
            if (!fits) {
                return "expected " + expected + ", but " + finding.resource() + " is " + finding.outcome() + ": "
                        + finding.reason();
            }
        }
        boolean seen = findings.stream().anyMatch(f -> f.outcome() == expected);
        return seen
                ? ""
                : "expected " + expected + ", but everything is "
                        + findings.get(0).outcome();
    }

    /**
     * Judges a small world.
     *
     * @param rows rows by table; tables that are not named are there and empty
     */
    public List<Finding> judge(Check check, Map<String, List<ObjectNode>> rows) {
        Set<String> wanted = reads(check);
        Workspace workspace = Workspace.empty();
        Set<String> accounts = new TreeSet<>(Set.of(ACCOUNT));
        Set<String> regions = new TreeSet<>(Set.of(REGION));
        for (TableDefinition table : definitions.values()) {
            if (!wanted.contains(table.name()) && !rows.containsKey(table.name())) {
                continue;
            }
            List<ObjectNode> full = new ArrayList<>();
            for (ObjectNode row : rows.getOrDefault(table.name(), List.of())) {
                ObjectNode copy = row.deepCopy();
                if (!copy.has("account_id")) {
                    copy.put("account_id", ACCOUNT);
                }
                if (!copy.has("region")) {
                    copy.put("region", table.extent().regional() ? REGION : "global");
                }
                accounts.add(copy.path("account_id").asText());
                if (table.name().equals("aws_organizations_account")) {
                    accounts.add(copy.path("id").asText());
                }
                if (table.extent().regional()) {
                    regions.add(copy.path("region").asText());
                }
                full.add(copy);
            }
            workspace.table(table.schema(), full);
        }
        FactTables.ALL.forEach(schema -> workspace.table(schema, facts(schema, rows)));
        for (String table : rows.keySet()) {
            if (!workspace.has(table)) {
                workspace.close();
                throw new IllegalArgumentException("`" + table + "` is not a table that examples can fill");
            }
        }
        workspace.table(COLLECTION, collection(accounts, regions));
        derive.accept(workspace);
        try (Snapshot snapshot = workspace.lock(QueryLimits.USUAL)) {
            return new Judge(snapshot, List.copyOf(definitions.values())).judge(List.of(check));
        }
    }

    /** The facts of an example. A setting of no concern is always there, as it is in real life. */
    private static List<ObjectNode> facts(TableSchema schema, Map<String, List<ObjectNode>> rows) {
        List<ObjectNode> out = new ArrayList<>(rows.getOrDefault(schema.name(), List.of()));
        if (schema.equals(FactTables.SETTING)) {
            out.add(JsonNodeFactory.instance
                    .objectNode()
                    .put("name", "of-no-concern")
                    .put("value", "of no concern"));
        }
        return out;
    }

    /** The tables a check reads; all of them when its SQL does not tell. */
    private synchronized Set<String> reads(Check check) {
        if (empty == null) {
            empty = CheckLint.empty(definitions, derive);
        }
        try {
            return empty.reads(check.query()).tables();
        } catch (QueryFailure e) {
            return definitions.keySet();
        }
    }

    @Override
    public synchronized void close() {
        if (empty != null) {
            empty.close();
        }
    }

    private List<ObjectNode> collection(Set<String> accounts, Set<String> regions) {
        List<ObjectNode> out = new ArrayList<>();
        for (TableDefinition table : definitions.values()) {
            for (String account : accounts) {
                for (String region : table.extent().regional() ? regions : Set.of("global")) {
                    out.add(JsonNodeFactory.instance
                            .objectNode()
                            .put("account", account)
                            .put("region", region)
                            .put("table_name", table.name()));
                }
            }
        }
        return out;
    }
}

package dev.holdfast.posture;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.Check.Example;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.Rehearsal;
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
import java.util.function.Function;

/** Runs the examples that checks carry, through the same judge as real snapshots. */
public final class CheckExamples implements AutoCloseable {
    /** The account of rows that name none. */
    public static final String ACCOUNT = "111111111111";

    /** The region of rows that name none. */
    public static final String REGION = "eu-west-1";

    /** What was asked where, and how that went; a check that must know every account and region in scope reads it. */
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
    private final List<TableDefinition> tables;
    private final Rehearsal stage;

    /**
     * @param tables the tables there are
     * @param derive adds derived tables to a workspace
     */
    public CheckExamples(List<TableDefinition> tables, Consumer<Workspace> derive) {
        tables.forEach(t -> definitions.put(t.name(), t));
        this.tables = List.copyOf(definitions.values());
        List<TableSchema> schemas = new ArrayList<>(FactTables.ALL);
        this.tables.forEach(t -> schemas.add(t.schema()));
        schemas.add(COLLECTION);
        this.stage = new Rehearsal(schemas, derive);
    }

    /** What is wrong with the check's examples; nothing when all hold. */
    public List<ContentError> run(Check check) {
        List<ContentError> out = new ArrayList<>();
        for (Example example : check.examples()) {
            String problem = problem(check, example);
            if (!problem.isEmpty()) {
                out.add(error(check, example, problem));
            }
        }
        return out;
    }

    private String problem(Check check, Example example) {
        try {
            return wrong(example.expected(), judge(check, example.rows()));
        } catch (QueryFailure | IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static ContentError error(Check check, Example example, String wrong) {
        return new ContentError(check.file(), example.line(), 0, "example `" + example.name() + "`: " + wrong, "");
    }

    private static String wrong(Outcome expected, List<Finding> findings) {
        if (findings.isEmpty()) {
            return "the check says nothing";
        }
        for (Finding finding : findings) {
            if (finding.reason().isBlank()) {
                return finding.resource() + " is " + finding.outcome() + " without a reason";
            }
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
        return ask(rows, check.query(), snapshot -> new Judge(snapshot, tables).judge(List.of(check)));
    }

    /**
     * Asks something of a small world.
     *
     * @param rows rows by table; tables that are not named are there and empty
     * @param query the SQL that will be asked; the tables it reads count as read everywhere
     */
    synchronized <T> T ask(Map<String, List<ObjectNode>> rows, String query, Function<Snapshot, T> question) {
        Set<String> accounts = new TreeSet<>(Set.of(ACCOUNT));
        Set<String> regions = new TreeSet<>(Set.of(REGION));
        Map<String, List<ObjectNode>> world = new TreeMap<>();
        for (Map.Entry<String, List<ObjectNode>> given : rows.entrySet()) {
            TableDefinition table = definitions.get(given.getKey());
            if (table != null) {
                world.put(table.name(), placed(table, given.getValue(), accounts, regions));
            } else if (FactTables.ALL.stream().anyMatch(f -> f.name().equals(given.getKey()))) {
                world.put(given.getKey(), given.getValue());
            } else {
                throw new IllegalArgumentException("`" + given.getKey() + "` is not a table that examples can fill");
            }
        }
        // A setting of no concern is always there, as it is in real life.
        List<ObjectNode> settings = new ArrayList<>(world.getOrDefault(FactTables.SETTING.name(), List.of()));
        settings.add(JsonNodeFactory.instance
                .objectNode()
                .put("name", "of-no-concern")
                .put("value", "of no concern"));
        world.put(FactTables.SETTING.name(), settings);
        world.put(COLLECTION.name(), collection(reads(query), accounts, regions));
        return stage.ask(world, question);
    }

    /** The rows with an account and a region each; what they name is added to those that were read. */
    private static List<ObjectNode> placed(
            TableDefinition table, List<ObjectNode> rows, Set<String> accounts, Set<String> regions) {
        List<ObjectNode> out = new ArrayList<>();
        for (ObjectNode row : rows) {
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
            out.add(copy);
        }
        return out;
    }

    /** The tables a query reads; all of them when its SQL does not tell. */
    private Set<String> reads(String query) {
        try {
            return stage.snapshot().reads(query).tables();
        } catch (QueryFailure e) {
            return definitions.keySet();
        }
    }

    /** True when all examples hold; stops at the first that does not. */
    public boolean hold(Check check) {
        return check.examples().stream()
                .allMatch(example -> problem(check, example).isEmpty());
    }

    @Override
    public synchronized void close() {
        stage.close();
    }

    private List<ObjectNode> collection(Set<String> reads, Set<String> accounts, Set<String> regions) {
        List<ObjectNode> out = new ArrayList<>();
        // A table of no concern was asked for where no other was, as global ones are in real life.
        out.add(JsonNodeFactory.instance
                .objectNode()
                .put("account", ACCOUNT)
                .put("region", "of-no-concern")
                .put("table_name", "of_no_concern"));
        for (TableDefinition table : tables) {
            if (!reads.contains(table.name())) {
                continue;
            }
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

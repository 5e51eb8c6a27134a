package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.insight.Insight;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.Workspace;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Finding;
import dev.holdfast.model.TableSchema;
import dev.holdfast.posture.FactTables;
import dev.holdfast.posture.Judge;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Judges a snapshot together with what Holdfast knows of its own work. */
final class Verdicts {
    private Verdicts() {}

    /** What the ledger tells to checks, by table. */
    static Map<String, List<Map<String, @Nullable Object>>> facts(Home home) {
        try (Ledger ledger = Ledger.open(home.sub("ledger"))) {
            Map<String, List<Map<String, @Nullable Object>>> out = new TreeMap<>();
            for (TableSchema schema : List.of(FactTables.CASE, FactTables.RUN, FactTables.DRILL)) {
                out.put(schema.name(), ledger.rows(schema.name()));
            }
            return out;
        }
    }

    /** A snapshot with its derived tables, ready for SQL of people. */
    static Snapshot prepared(Path file, QueryLimits limits) {
        Workspace workspace = Workspace.over(file);
        Insight.prepare(workspace);
        return workspace.lock(limits);
    }

    /** The findings of all checks. */
    static List<Finding> of(
            ContentFolder content,
            Path file,
            Map<String, List<Map<String, @Nullable Object>>> facts,
            Config config,
            Surroundings here) {
        return of(Library.whole(content, CheckReader::read), c -> true, content, file, facts, config, here);
    }

    /** The findings of some checks. */
    static List<Finding> of(
            List<Check> checks,
            Predicate<Check> wanted,
            ContentFolder content,
            Path file,
            Map<String, List<Map<String, @Nullable Object>>> facts,
            Config config,
            Surroundings here) {
        List<TableDefinition> tables = Library.whole(content, TableReader::read);
        Workspace workspace = Workspace.over(file);
        Insight.prepare(workspace);
        workspace.table(FactTables.SETTING, settings(config, here));
        for (TableSchema schema : List.of(FactTables.CASE, FactTables.RUN, FactTables.DRILL)) {
            workspace.table(schema, rows(schema, facts.getOrDefault(schema.name(), List.of())));
        }
        try (Snapshot snapshot = workspace.lock(QueryLimits.USUAL)) {
            return new Judge(snapshot, tables)
                    .judge(checks.stream().filter(wanted).toList());
        }
    }

    private static List<ObjectNode> settings(Config config, Surroundings here) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("now", here.clock().instant().toString());
        config.accounts().forEach((purpose, account) -> settings.put(purpose + "-account", account));
        List<ObjectNode> out = new ArrayList<>();
        settings.forEach((name, value) ->
                out.add(Verb.JSON.createObjectNode().put("name", name).put("value", value)));
        config.trusted()
                .forEach(account -> out.add(Verb.JSON
                        .createObjectNode()
                        .put("name", "trusted-account")
                        .put("value", account.value())));
        return out;
    }

    /** Words of the ledger in the lower case that checks use. */
    private static List<ObjectNode> rows(TableSchema schema, List<Map<String, @Nullable Object>> rows) {
        List<ObjectNode> out = new ArrayList<>();
        for (Map<String, @Nullable Object> row : rows) {
            ObjectNode json = Verb.JSON.createObjectNode();
            row.forEach((name, value) -> {
                if (schema.column(name).isEmpty()) {
                    return;
                }
                if (value instanceof Number number) {
                    json.put(name, number.longValue());
                } else if (value != null) {
                    String text = value.toString();
                    boolean word = name.equals("outcome") || name.equals("state") || name.equals("kind");
                    json.put(name, word ? text.toLowerCase(Locale.ROOT) : text);
                }
            });
            out.add(json);
        }
        return out;
    }
}

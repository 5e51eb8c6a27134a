package dev.holdfast.insight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.lake.ReadSet;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.TableSchema;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The statements of policy documents in one plain form, one row each. A document that cannot be read gives one row with
 * {@code _errors}, which makes every verdict about its resource unknown.
 */
final class PolicyStatements {
    private static final List<Column> COLUMNS = List.of(
            new Column("account_id", Type.TEXT),
            new Column("region", Type.TEXT),
            new Column("resource", Type.TEXT),
            new Column("policy_name", Type.TEXT),
            new Column("sid", Type.TEXT),
            new Column("effect", Type.TEXT),
            new Column("principals", Type.JSON),
            new Column("not_principals", Type.JSON),
            new Column("actions", Type.JSON),
            new Column("not_actions", Type.JSON),
            new Column("resources", Type.JSON),
            new Column("not_resources", Type.JSON),
            new Column("condition", Type.JSON),
            new Column("open_to_everyone", Type.BOOLEAN),
            new Column("_errors", Type.JSON));

    private PolicyStatements() {}

    static void derive(Workspace workspace, PolicySource source) {
        workspace.derived(
                new TableSchema(source.derived(), COLUMNS),
                over -> rows(over, source),
                () -> new ReadSet(Map.of(source.table(), source.reads())));
    }

    private static List<ObjectNode> rows(Workspace workspace, PolicySource source) {
        List<ObjectNode> out = new ArrayList<>();
        if (!workspace.empty(source.table())) {
            workspace.query(source.sql(), document -> out.addAll(rows(document)));
        }
        return out;
    }

    private static List<ObjectNode> rows(ObjectNode found) {
        JsonNode text = found.get("document");
        List<ObjectNode> out = new ArrayList<>();
        try {
            for (ObjectNode statement : PolicyDocument.statements(text)) {
                statement.put("open_to_everyone", OpenStatement.is(statement));
                out.add(place(statement, found));
            }
        } catch (IllegalArgumentException e) {
            ObjectNode row = place(found.objectNode(), found);
            row.putObject("_errors")
                    .putObject("document")
                    .put("operation", "reading the " + found.path("policy_name").asText())
                    .put("error", String.valueOf(e.getMessage()));
            out.add(row);
        }
        return out;
    }

    private static ObjectNode place(ObjectNode row, ObjectNode found) {
        for (String column : List.of("account_id", "region", "resource", "policy_name")) {
            row.set(column, found.get(column));
        }
        return row;
    }
}

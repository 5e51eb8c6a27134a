package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.lake.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tags of resources, from the column {@code tags} of the table that a check is about. */
final class ResourceTags {
    private static final String COLUMN = "tags";

    private final Snapshot snapshot;
    private final Map<String, TableDefinition> definitions;
    private final Map<String, Map<String, Set<String>>> byTable = new HashMap<>();

    ResourceTags(Snapshot snapshot, Map<String, TableDefinition> definitions) {
        this.snapshot = snapshot;
        this.definitions = definitions;
    }

    /** The tags as {@code key=value}; null when they are not known. */
    @Nullable
    Set<String> of(String table, String account, String resource) {
        return byTable.computeIfAbsent(table, this::read).get(account + " " + resource);
    }

    private Map<String, Set<String>> read(String table) {
        TableDefinition definition = definitions.get(table);
        Map<String, Set<String>> out = new HashMap<>();
        if (definition == null
                || definition.column(COLUMN).isEmpty()
                || !snapshot.schemas().containsKey(table)) {
            return out;
        }
        snapshot.query(
                "SELECT account_id, CAST(\"" + definition.id() + "\" AS VARCHAR) AS id, tags, _errors FROM " + table,
                c -> {},
                row -> {
                    if (!row.path("_errors").has(COLUMN)) {
                        out.put(
                                row.path("account_id").asText() + " "
                                        + row.path("id").asText(),
                                tags(row.path(COLUMN)));
                    }
                });
        return out;
    }

    /** AWS gives tags as a list of pairs, whose members differ by service, or as a mapping. */
    static Set<String> tags(JsonNode given) {
        Set<String> out = new HashSet<>();
        if (given.isObject()) {
            given.properties()
                    .forEach(e -> out.add(e.getKey() + "=" + e.getValue().asText("")));
        }
        if (given.isArray()) {
            given.forEach(pair ->
                    out.add(first(pair, "Key", "TagKey", "key") + "=" + first(pair, "Value", "TagValue", "value")));
        }
        return out;
    }

    private static String first(JsonNode pair, String... names) {
        for (String name : names) {
            if (pair.path(name).isTextual()) {
                return pair.path(name).asText();
            }
        }
        return "";
    }
}

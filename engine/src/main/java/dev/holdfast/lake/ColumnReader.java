package dev.holdfast.lake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Works out which columns a query may read. Scopes of names are not followed: a name counts for every table that has it
 * unless its qualifier says otherwise. That errs on the side of more, which costs an UNKNOWN too many at worst; the
 * other side would cost a wrong PASS.
 */
final class ColumnReader {
    private final Map<String, TableSchema> schemas;
    private final Map<String, Set<String>> tablesByAlias = new HashMap<>();
    private final Set<String> otherAliases = new HashSet<>();
    private final List<List<String>> references = new ArrayList<>();
    private final Map<String, Set<String>> read = new TreeMap<>();
    private final Set<String> starred = new HashSet<>();
    private boolean everything;

    private ColumnReader(Map<String, TableSchema> schemas) {
        this.schemas = schemas;
    }

    /** @param schemas the tables there are, by lower-case name */
    static ReadSet read(ParsedQuery query, Map<String, TableSchema> schemas) {
        ColumnReader reader = new ColumnReader(schemas);
        reader.walk(query.tree());
        reader.resolve();
        return new ReadSet(reader.read);
    }

    private void walk(JsonNode node) {
        switch (node.path("type").asText()) {
            case "BASE_TABLE" -> table(node);
            case "SUBQUERY", "TABLE_FUNCTION", "EXPRESSION_LIST" -> otherAliases.add(low(node.path("alias")));
            case "JOIN" -> {
                node.path("using_columns").forEach(c -> references.add(List.of(low(c))));
                everything |= node.path("ref_type").asText().equals("NATURAL");
            }
            case "PIVOT" -> everything = true;
            case "STAR" -> {
                String relation = low(node.path("relation_name"));
                everything |= relation.isEmpty();
                starred.add(relation);
            }
            case "COLUMN_REF" -> {
                List<String> names = new ArrayList<>();
                node.path("column_names").forEach(n -> names.add(low(n)));
                references.add(names);
            }
            default -> {}
        }
        node.path("cte_map").path("map").forEach(entry -> otherAliases.add(low(entry.path("key"))));
        for (JsonNode child : node) {
            if (child.isContainerNode()) {
                walk(child);
            }
        }
    }

    private void table(JsonNode node) {
        String name = low(node.path("table_name"));
        String alias = low(node.path("alias"));
        if (schemas.containsKey(name)) {
            read.computeIfAbsent(name, k -> new TreeSet<>());
            alias(name, name);
            if (!alias.isEmpty()) {
                alias(alias, name);
            }
            everything |= !node.path("column_name_alias").isEmpty();
        } else if (!alias.isEmpty()) {
            otherAliases.add(alias);
        }
    }

    private void alias(String alias, String table) {
        tablesByAlias.computeIfAbsent(alias, k -> new HashSet<>()).add(table);
    }

    private void resolve() {
        if (everything) {
            read.keySet().forEach(this::all);
            return;
        }
        starred.forEach(alias -> tablesByAlias.getOrDefault(alias, Set.of()).forEach(this::all));
        for (List<String> names : references) {
            String first = names.get(0);
            Set<String> owners = tablesByAlias.get(first);
            column(first, read.keySet());
            if (names.size() == 1) {
                if (owners != null) {
                    // The name of a table where a column is expected stands for its whole row.
                    owners.forEach(this::all);
                }
            } else if (owners != null && !otherAliases.contains(first)) {
                column(names.get(1), owners);
            } else if (owners != null || !otherAliases.contains(first)) {
                names.forEach(name -> column(name, read.keySet()));
            }
        }
    }

    private void column(String name, Set<String> tables) {
        for (String table : tables) {
            TableSchema schema = schemas.get(table);
            if (schema != null && schema.column(name).isPresent()) {
                read.computeIfAbsent(table, k -> new TreeSet<>()).add(name);
            }
        }
    }

    private void all(String table) {
        TableSchema schema = schemas.get(table);
        if (schema != null) {
            read.computeIfAbsent(table, k -> new TreeSet<>()).addAll(schema.names());
        }
    }

    private static String low(JsonNode text) {
        return text.asText().toLowerCase(Locale.ROOT);
    }
}

package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.TableDefinition.Detail;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which details of a table are needed for some of its columns, and for what those details need in their turn. */
final class Needed {
    private static final Pattern HOLE = Pattern.compile("\\{([^}]*)}");

    private final TableDefinition table;
    private final Set<String> details = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final Deque<String> open = new ArrayDeque<>();

    Needed(TableDefinition table) {
        this.table = table;
    }

    Set<String> by(Set<String> columns) {
        open.addAll(columns);
        open.add(table.id());
        open.add(TableDefinition.REGION);
        while (!open.isEmpty()) {
            String name = open.remove();
            Optional<TableColumn> column = seen.add(name) ? table.column(name) : Optional.empty();
            column.ifPresent(this::column);
        }
        return details;
    }

    private void column(TableColumn column) {
        Matcher hole = HOLE.matcher(column.template());
        while (hole.find()) {
            open.add(hole.group(1));
        }
        for (Detail detail : table.details()) {
            if (detail.name().equals(column.from()) && details.add(detail.name())) {
                detail.when().forEach((key, value) -> {
                    open.add(key);
                    reference(value);
                });
                if (detail.region() != null) {
                    open.add(detail.region());
                }
                detail.call().with().values().forEach(this::references);
            }
        }
    }

    private void references(JsonNode value) {
        if (value.isTextual()) {
            reference(value.asText());
        }
        value.forEach(this::references);
    }

    private void reference(String text) {
        if (text.startsWith("$")) {
            open.add(text.substring(1));
        }
    }
}

package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.TableDefinition.Detail;
import dev.holdfast.content.TableDefinition.Parents;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.OperationCatalog;
import dev.holdfast.model.OperationCatalog.Operation;
import dev.holdfast.model.OperationCatalog.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks table definitions against what AWS's own models say, so that data is as safe as code. */
public final class TableLint {
    private static final Pattern HOLE = Pattern.compile("\\{([^}]*)}");
    private static final Set<String> GIVEN = Set.of(TableDefinition.ACCOUNT, TableDefinition.REGION, "partition");

    private final OperationCatalog catalog;
    private final List<ContentError> errors;
    private final TableDefinition table;
    private final Map<String, JsonNode> samples = new HashMap<>();

    private TableLint(OperationCatalog catalog, TableDefinition table, List<ContentError> errors) {
        this.catalog = catalog;
        this.table = table;
        this.errors = errors;
    }

    /** Adds everything wrong with the table to {@code errors}. */
    public static void check(TableDefinition table, OperationCatalog catalog, List<ContentError> errors) {
        new TableLint(catalog, table, errors).check();
    }

    private void check() {
        JsonNode parent = parent(table.within());
        samples.put(TableColumn.PARENT, parent);
        Set<String> known = new HashSet<>(GIVEN);
        samples.put(TableColumn.ITEM, element(call(table.list(), parent, known)));
        if (table.repeat()) {
            samples.put(TableColumn.PARENT, NullNode.getInstance());
        }
        columns(TableColumn.PARENT, known);
        columns(TableColumn.ITEM, known);
        for (Detail detail : table.details()) {
            if (detail.region() != null && !known.contains(detail.region())) {
                error(detail.call().line(), "`region: $" + detail.region() + "` is not a column read before", known);
            }
            for (String column : detail.when().keySet()) {
                if (!known.contains(column)) {
                    error(detail.call().line(), "`when: " + column + "` is not a column read before", known);
                }
            }
            samples.put(detail.name(), call(detail.call(), parent, known));
            columns(detail.name(), known);
        }
        for (TableColumn column : table.columns()) {
            if (!samples.containsKey(column.from())) {
                error(column.line(), "`from: " + column.from() + "` is not a call of this table", samples.keySet());
            }
        }
    }

    private JsonNode parent(@Nullable Parents within) {
        if (within == null) {
            return NullNode.getInstance();
        }
        TableCall call = within.call();
        if (call == null) {
            return JsonNodeFactory.instance.objectNode().put("value", "x");
        }
        JsonNode above = parent(within.within());
        JsonNode found = element(call(call, above, GIVEN));
        if (within.own() != null) {
            path(call.line(), within.own(), found);
        }
        return found.isObject() && above.isObject()
                ? ((ObjectNode) above.deepCopy()).setAll((ObjectNode) found)
                : found;
    }

    private static JsonNode element(JsonNode items) {
        return items.isArray() && !items.isEmpty() ? items.get(0) : items;
    }

    /** Checks a call and gives the sample of its items, or of its answer. */
    private JsonNode call(TableCall call, JsonNode parent, Set<String> known) {
        Optional<Operation> found = catalog.find(call.service(), call.operation());
        if (found.isEmpty()) {
            List<String> operations = catalog.operations(call.service());
            String near = Nearest.among(call.operation(), Set.copyOf(operations));
            String mend = operations.isEmpty()
                    ? "`" + call.service() + "` is not a service that can be called"
                    : near.isEmpty() ? "" : "Did you mean `" + near + "`?";
            errors.add(new ContentError(
                    table.file(), call.line(), 0, "`" + call.name() + "` is not an operation of AWS", mend));
            return NullNode.getInstance();
        }
        if (!found.get().reads()) {
            errors.add(new ContentError(
                    table.file(),
                    call.line(),
                    0,
                    "`" + call.name() + "` is not known as an operation that only reads",
                    ""));
        }
        call.with().forEach((member, value) -> member(call, found.get().input(), member, value, parent, known));
        if (call.prepare() != null) {
            JsonNode prepared = call(call.prepare().call(), NullNode.getInstance(), GIVEN);
            path(call.line(), call.prepare().until(), prepared);
        }
        JsonNode answer = TablePathLint.sample(found.get().output());
        call.expects().forEach(path -> path(call.line(), path, answer));
        JsonNode items = call.items() == null ? answer : path(call.line(), call.items(), answer);
        return call.csv().isEmpty() ? items : csv(call, items);
    }

    /** The sample of a row of comma-separated values: the columns that the file says every true answer has. */
    private JsonNode csv(TableCall call, JsonNode text) {
        if (!text.isTextual() && !text.isNull()) {
            error(call.line(), "`csv` needs `items` to be the path of one text", Set.of());
        }
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        call.csv().forEach(column -> row.put(column, TablePathLint.CELL));
        return JsonNodeFactory.instance.arrayNode().add(row);
    }

    private void member(
            TableCall call, Shape shape, String member, JsonNode value, JsonNode parent, Set<String> known) {
        Optional<Shape> inner = shape.member(shape.type() == OperationCatalog.Type.MAP ? "*" : member);
        if (inner.isEmpty()) {
            error(
                    call.line(),
                    "`" + call.name() + "` has no request member `" + member + "`",
                    new HashSet<>(shape.members()));
            return;
        }
        if (!TablePathLint.fits(value, inner.get())) {
            error(
                    call.line(),
                    "`" + member + "` must be a " + inner.get().type().name().toLowerCase(java.util.Locale.ROOT),
                    Set.of());
        } else if (value.isObject()) {
            value.properties().forEach(e -> member(call, inner.get(), e.getKey(), e.getValue(), parent, known));
        } else if (value.isArray()) {
            value.forEach(item -> member(call, inner.get(), "[]", item, parent, known));
        } else if (value.asText().startsWith("$parent.")) {
            path(call.line(), TablePath.of(value.asText().substring(8)), parent);
        } else if (value.asText().startsWith("$")
                && !known.contains(value.asText().substring(1))) {
            error(call.line(), "`" + value.asText() + "` is not a column read before this call", known);
        }
    }

    private JsonNode path(int line, TablePath path, JsonNode sample) {
        if (sample.isNull()) {
            return sample;
        }
        TablePathLint.Found found = TablePathLint.check(path, sample);
        for (String member : new TreeSet<>(found.missing())) {
            error(line, "`" + path + "`: AWS's answer has no member `" + member + "`", names(sample));
        }
        if (found.missing().isEmpty() && found.value().isNull()) {
            error(line, "`" + path + "` finds nothing in AWS's answer", Set.of());
        }
        return found.value();
    }

    private static Set<String> names(JsonNode sample) {
        Set<String> out = new HashSet<>();
        element(sample).fieldNames().forEachRemaining(out::add);
        return out;
    }

    private void columns(String answer, Set<String> known) {
        @Nullable JsonNode sample = samples.get(answer);
        for (TableColumn column : table.columnsFrom(answer)) {
            Matcher hole = HOLE.matcher(column.template());
            while (hole.find()) {
                if (!known.contains(hole.group(1))) {
                    error(column.line(), "`{" + hole.group(1) + "}` is not a column read before", known);
                }
            }
            if (column.template().isEmpty() && sample != null && !sample.isNull()) {
                JsonNode value = path(column.line(), column.path(), sample);
                TablePathLint.type(value)
                        .filter(t -> t != column.type())
                        .ifPresent(t -> error(
                                column.line(),
                                "column `" + column.name() + "` holds " + word(t) + ", not " + word(column.type()),
                                Set.of()));
            }
            known.add(column.name());
        }
    }

    private static String word(dev.holdfast.model.TableSchema.Type type) {
        return type.name().toLowerCase(java.util.Locale.ROOT);
    }

    private void error(int line, String problem, Set<String> choices) {
        String mend = choices.isEmpty() ? "" : "There are: " + String.join(", ", new TreeSet<>(choices));
        errors.add(new ContentError(table.file(), line, 0, problem, mend.length() > 400 ? "" : mend));
    }
}

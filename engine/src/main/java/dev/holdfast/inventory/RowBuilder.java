package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.TableColumn;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;
import dev.holdfast.model.TableSchema.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One row in the making: values so far, and why some are not known. */
final class RowBuilder {
    private static final Pattern HOLE = Pattern.compile("\\{([^}]*)}");

    private final ObjectNode row = JsonNodeFactory.instance.objectNode();
    private final Map<String, CellError> errors = new TreeMap<>();
    private final SecretHash hash;
    private final String partition;

    RowBuilder(Scope scope, String partition, SecretHash hash) {
        this.partition = partition;
        this.hash = hash;
        row.put(TableDefinition.ACCOUNT, scope.account().value());
        row.put(TableDefinition.REGION, scope.region().value());
    }

    /** The value so far, null when there is none. */
    @Nullable
    JsonNode value(String column) {
        JsonNode value = row.get(column);
        return value == null || value.isNull() ? null : value;
    }

    /** Why the column is not known, null when it is. */
    @Nullable
    CellError error(String column) {
        return errors.get(column);
    }

    void fail(TableColumn column, CellError error) {
        errors.put(column.name(), error);
    }

    /** Takes a column's value out of an answer; JSON null as the answer means that there is none. */
    void put(TableColumn column, JsonNode answer, String operation) {
        if (!column.template().isEmpty()) {
            fill(column);
            return;
        }
        JsonNode found = answer.isNull() ? answer : column.path().find(answer);
        boolean none = found.isNull() || (found.isTextual() && found.asText().isEmpty());
        JsonNode value = none ? column.otherwise() : found;
        if (value.isNull()) {
            row.remove(column.name());
        } else if (!fits(value, column.type())) {
            fail(
                    column,
                    new CellError(operation, AwsFailure.Kind.EMPTY_ANSWER, "a value is not of the documented type"));
        } else if (column.sensitive()) {
            row.put(column.name(), hash.of(value));
        } else {
            row.set(column.name(), value);
        }
    }

    private static boolean fits(JsonNode value, Type type) {
        return switch (type) {
            case TEXT -> value.isValueNode();
            case BOOLEAN -> value.isBoolean();
            case INTEGER ->
                value.isNumber() && value.asDouble() == Math.rint(value.asDouble()) && value.canConvertToLong();
            case DECIMAL -> value.isNumber();
            case TIMESTAMP -> value.isTextual() && instant(value.asText());
            case JSON -> true;
        };
    }

    private static boolean instant(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private void fill(TableColumn column) {
        StringBuilder out = new StringBuilder();
        Matcher hole = HOLE.matcher(column.template());
        while (hole.find()) {
            String name = hole.group(1);
            CellError error = errors.get(name);
            if (error != null) {
                fail(column, error);
                return;
            }
            JsonNode value = value(name);
            String text = name.equals("partition") ? partition : value == null ? "" : value.asText();
            hole.appendReplacement(out, Matcher.quoteReplacement(text));
        }
        row.put(column.name(), hole.appendTail(out).toString());
    }

    ObjectNode build() {
        row.properties().removeIf(e -> e.getValue().isNull());
        errors.keySet().forEach(row::remove);
        if (errors.containsKey(TableDefinition.REGION)) {
            row.put(TableDefinition.REGION, dev.holdfast.model.Region.GLOBAL.value());
        }
        if (!errors.isEmpty()) {
            ObjectNode out = row.putObject(TableDefinition.ERRORS);
            errors.forEach((column, error) -> out.set(column, error.json()));
        }
        return row;
    }
}

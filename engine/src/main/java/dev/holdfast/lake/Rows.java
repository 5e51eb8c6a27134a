package dev.holdfast.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.TableSchema.Column;
import dev.holdfast.model.TableSchema.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns DuckDB's rows into JSON. */
final class Rows {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Rows() {}

    static List<Column> columns(ResultSetMetaData meta) throws SQLException {
        List<Column> out = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String base = meta.getColumnLabel(i);
            String name = base;
            for (int n = 2; !seen.add(name.toLowerCase(Locale.ROOT)); n++) {
                name = base + "_" + n;
            }
            out.add(new Column(name, type(meta.getColumnTypeName(i))));
        }
        return out;
    }

    static Type type(String duckdb) {
        String name = duckdb.toUpperCase(Locale.ROOT);
        if (name.endsWith("]") || name.startsWith("STRUCT") || name.startsWith("MAP") || name.equals("JSON")) {
            return Type.JSON;
        } else if (name.equals("BOOLEAN")) {
            return Type.BOOLEAN;
        } else if (name.contains("INT")) {
            return Type.INTEGER;
        } else if (name.startsWith("DECIMAL") || name.equals("DOUBLE") || name.equals("FLOAT")) {
            return Type.DECIMAL;
        }
        return name.startsWith("TIMESTAMP") ? Type.TIMESTAMP : Type.TEXT;
    }

    static ObjectNode row(ResultSet result, List<Column> columns) throws SQLException {
        ObjectNode out = MAKE.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            Object value = result.getObject(i + 1);
            // A java.sql.Timestamp would be bent by the time zone of this machine.
            Object plain = value instanceof Timestamp ? result.getObject(i + 1, LocalDateTime.class) : value;
            out.set(column.name(), value(plain, column.type()));
        }
        return out;
    }

    private static JsonNode value(@Nullable Object value, Type type) throws SQLException {
        return switch (value) {
            case null -> MAKE.nullNode();
            case Boolean b -> MAKE.booleanNode(b);
            case Integer i -> MAKE.numberNode(i);
            case Long l -> MAKE.numberNode(l);
            case Short s -> MAKE.numberNode(s);
            case Byte b -> MAKE.numberNode(b);
            case BigInteger i -> MAKE.numberNode(i);
            case Double d -> MAKE.numberNode(d);
            case Float f -> MAKE.numberNode(f);
            case BigDecimal d -> MAKE.numberNode(d);
            case LocalDateTime t -> MAKE.textNode(t.toInstant(ZoneOffset.UTC).toString());
            case OffsetDateTime t -> MAKE.textNode(t.toInstant().toString());
            case Array array -> {
                ArrayNode out = MAKE.arrayNode();
                for (Object item : (Object[]) array.getArray()) {
                    out.add(value(item, Type.TEXT));
                }
                yield out;
            }
            case Map<?, ?> map -> {
                ObjectNode out = MAKE.objectNode();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.set(String.valueOf(entry.getKey()), value(entry.getValue(), Type.TEXT));
                }
                yield out;
            }
            default -> type == Type.JSON ? document(value.toString()) : MAKE.textNode(value.toString());
        };
    }

    private static JsonNode document(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // A struct or an over-deep document: the text itself is the most that can be shown.
            return MAKE.textNode(text);
        }
    }
}

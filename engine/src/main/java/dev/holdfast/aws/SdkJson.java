package dev.holdfast.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * JSON to the SDK's requests and the SDK's answers to JSON, by the field descriptions the SDK generates; member names
 * exactly as AWS documents them. Times are ISO-8601 text, bytes are base64 text. What an answer did not contain is
 * absent from the JSON, which is not the same as empty.
 */
final class SdkJson {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private SdkJson() {}

    /** @throws IllegalArgumentException naming the member that does not fit */
    static Object toSdk(SdkPojo builder, JsonNode json, String path) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("`" + path + "` must be an object");
        }
        Map<String, SdkField<?>> fields = new LinkedHashMap<>();
        builder.sdkFields().forEach(f -> fields.put(f.memberName(), f));
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            SdkField<?> field = fields.get(entry.getKey());
            if (field == null) {
                throw new IllegalArgumentException("`" + path + "` has no member `" + entry.getKey() + "`");
            }
            if (!entry.getValue().isNull()) {
                field.set(builder, value(field, entry.getValue(), path + "." + entry.getKey()));
            }
        }
        return ((Buildable) builder).build();
    }

    private static Object value(SdkField<?> field, JsonNode json, String path) {
        MarshallingType<?> type = field.marshallingType();
        try {
            if (type.equals(MarshallingType.SDK_POJO)) {
                return toSdk(field.constructor().get(), json, path);
            } else if (type.equals(MarshallingType.LIST)) {
                SdkField<?> element = field.getTrait(ListTrait.class).memberFieldInfo();
                List<Object> out = new ArrayList<>();
                require(json.isArray(), path, "a list");
                json.forEach(item -> out.add(value(element, item, path + "[]")));
                return out;
            } else if (type.equals(MarshallingType.MAP)) {
                SdkField<?> element = field.getTrait(MapTrait.class).valueFieldInfo();
                Map<String, Object> out = new LinkedHashMap<>();
                require(json.isObject(), path, "an object");
                json.properties().forEach(e -> out.put(e.getKey(), value(element, e.getValue(), path + ".*")));
                return out;
            } else if (type.equals(MarshallingType.DOCUMENT)) {
                return document(json);
            }
            require(json.isValueNode(), path, "a plain value");
            return scalar(type, json, path);
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException("`" + path + "` cannot be `" + json.asText() + "`", e);
        }
    }

    private static Object scalar(MarshallingType<?> type, JsonNode json, String path) {
        String text = json.asText();
        if (type.equals(MarshallingType.BOOLEAN)) {
            require(json.isBoolean() || text.equals("true") || text.equals("false"), path, "true or false");
            return Boolean.valueOf(text);
        } else if (type.equals(MarshallingType.INTEGER)) {
            return Integer.valueOf(text);
        } else if (type.equals(MarshallingType.LONG)) {
            return Long.valueOf(text);
        } else if (type.equals(MarshallingType.SHORT)) {
            return Short.valueOf(text);
        } else if (type.equals(MarshallingType.DOUBLE)) {
            return Double.valueOf(text);
        } else if (type.equals(MarshallingType.FLOAT)) {
            return Float.valueOf(text);
        } else if (type.equals(MarshallingType.BIG_DECIMAL)) {
            return new BigDecimal(text);
        } else if (type.equals(MarshallingType.INSTANT)) {
            return Instant.parse(text);
        } else if (type.equals(MarshallingType.SDK_BYTES)) {
            return SdkBytes.fromByteArray(Base64.getDecoder().decode(text));
        }
        return text;
    }

    private static Document document(JsonNode json) {
        if (json.isObject()) {
            Map<String, Document> out = new LinkedHashMap<>();
            json.properties().forEach(e -> out.put(e.getKey(), document(e.getValue())));
            return Document.fromMap(out);
        } else if (json.isArray()) {
            List<Document> out = new ArrayList<>();
            json.forEach(item -> out.add(document(item)));
            return Document.fromList(out);
        } else if (json.isBoolean()) {
            return Document.fromBoolean(json.asBoolean());
        } else if (json.isNumber()) {
            return Document.fromNumber(json.decimalValue());
        }
        return json.isNull() ? Document.fromNull() : Document.fromString(json.asText());
    }

    private static void require(boolean holds, String path, String wanted) {
        if (!holds) {
            throw new IllegalArgumentException("`" + path + "` must be " + wanted);
        }
    }

    /** An answer as JSON. */
    static ObjectNode fromSdk(SdkPojo pojo) {
        ObjectNode out = MAKE.objectNode();
        for (SdkField<?> field : pojo.sdkFields()) {
            JsonNode value = json(field.getValueOrDefault(pojo));
            if (value != null) {
                out.set(field.memberName(), value);
            }
        }
        return out;
    }

    private static @Nullable JsonNode json(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case SdkAutoConstructList<?> absent -> null;
            case SdkAutoConstructMap<?, ?> absent -> null;
            case SdkPojo pojo -> fromSdk(pojo);
            case List<?> list -> {
                ArrayNode out = MAKE.arrayNode();
                list.forEach(item -> out.add(orNull(json(item))));
                yield out;
            }
            case Map<?, ?> map -> {
                ObjectNode out = MAKE.objectNode();
                map.forEach((k, v) -> out.set(String.valueOf(k), orNull(json(v))));
                yield out;
            }
            case Boolean b -> MAKE.booleanNode(b);
            case Integer i -> MAKE.numberNode(i);
            case Long l -> MAKE.numberNode(l);
            case Short s -> MAKE.numberNode(s);
            case Double d -> MAKE.numberNode(d);
            case Float f -> MAKE.numberNode(f);
            case BigDecimal d -> MAKE.numberNode(d);
            case SdkBytes bytes -> MAKE.textNode(Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()));
            case Document document -> fromDocument(document);
            default -> MAKE.textNode(String.valueOf(value));
        };
    }

    private static JsonNode fromDocument(Document document) {
        if (document.isMap()) {
            ObjectNode out = MAKE.objectNode();
            document.asMap().forEach((k, v) -> out.set(k, fromDocument(v)));
            return out;
        } else if (document.isList()) {
            ArrayNode out = MAKE.arrayNode();
            document.asList().forEach(item -> out.add(fromDocument(item)));
            return out;
        } else if (document.isBoolean()) {
            return MAKE.booleanNode(document.asBoolean());
        } else if (document.isNumber()) {
            return MAKE.numberNode(document.asNumber().bigDecimalValue());
        }
        return document.isNull() ? MAKE.nullNode() : MAKE.textNode(document.asString());
    }

    private static JsonNode orNull(@Nullable JsonNode node) {
        return node == null ? MAKE.nullNode() : node;
    }
}

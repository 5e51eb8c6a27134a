package dev.holdfast.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.aws.SdkCatalog;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;

/** The SDK's field descriptions, opened for reading and writing the protocols. */
final class Shapes {
    private static final Set<MarshallingType<?>> WHOLE =
            Set.of(MarshallingType.INTEGER, MarshallingType.LONG, MarshallingType.SHORT, MarshallingType.BYTE);
    private static final Set<MarshallingType<?>> DECIMAL =
            Set.of(MarshallingType.DOUBLE, MarshallingType.FLOAT, MarshallingType.BIG_DECIMAL);

    private Shapes() {}

    static Optional<SdkPojo> request(SdkCatalog catalog, Call call) {
        return catalog.binding(call.service(), call.operation()).map(b -> builder(b.requestClass()));
    }

    static Optional<SdkPojo> response(SdkCatalog catalog, Call call) {
        return catalog.binding(call.service(), call.operation()).map(b -> builder(b.responseClass()));
    }

    private static SdkPojo builder(Class<?> type) {
        try {
            Method builder = type.getMethod("builder");
            return (SdkPojo) builder.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " has no builder", e);
        }
    }

    static boolean isStructure(SdkField<?> field) {
        return field.marshallingType().equals(MarshallingType.SDK_POJO);
    }

    static boolean isList(SdkField<?> field) {
        return field.marshallingType().equals(MarshallingType.LIST);
    }

    static boolean isMap(SdkField<?> field) {
        return field.marshallingType().equals(MarshallingType.MAP);
    }

    static boolean isTime(SdkField<?> field) {
        return field.marshallingType().equals(MarshallingType.INSTANT);
    }

    static SdkField<?> element(SdkField<?> list) {
        return list.getTrait(ListTrait.class).memberFieldInfo();
    }

    static SdkField<?> mapValue(SdkField<?> map) {
        return map.getTrait(MapTrait.class).valueFieldInfo();
    }

    static boolean isFlat(SdkField<?> list) {
        return list.getTrait(ListTrait.class).isFlattened();
    }

    static boolean isPayload(SdkField<?> field) {
        return field.containsTrait(PayloadTrait.class);
    }

    /** Name of a list's elements, {@code member} where the model says nothing. */
    static String elementName(SdkField<?> list) {
        @Nullable String name = list.getTrait(ListTrait.class).memberLocationName();
        return name == null ? "member" : name;
    }

    /** Text of a plain value as typed JSON. */
    static JsonNode scalar(SdkField<?> field, String text) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        MarshallingType<?> type = field.marshallingType();
        try {
            if (WHOLE.contains(type)) {
                return make.numberNode(Long.parseLong(text.strip()));
            } else if (DECIMAL.contains(type)) {
                return make.numberNode(Double.parseDouble(text.strip()));
            } else if (type.equals(MarshallingType.BOOLEAN)) {
                return make.booleanNode(text.strip().equals("true"));
            }
        } catch (NumberFormatException e) {
            return make.textNode(text);
        }
        return make.textNode(text);
    }
}

package dev.holdfast.aws;

import dev.holdfast.model.OperationCatalog.Shape;
import dev.holdfast.model.OperationCatalog.Type;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** The SDK's field descriptions seen as shapes. */
final class SdkShape {
    private SdkShape() {}

    static Shape structure(Supplier<SdkPojo> maker) {
        return new Structure(maker);
    }

    private static Shape of(SdkField<?> field) {
        Type type = type(field.marshallingType());
        return switch (type) {
            case STRUCTURE -> new Structure(field.constructor());
            case LIST ->
                new Container(
                        Type.LIST, "[]", of(field.getTrait(ListTrait.class).memberFieldInfo()));
            case MAP ->
                new Container(Type.MAP, "*", of(field.getTrait(MapTrait.class).valueFieldInfo()));
            default -> new Leaf(type);
        };
    }

    static Type type(MarshallingType<?> type) {
        if (type.equals(MarshallingType.SDK_POJO)) {
            return Type.STRUCTURE;
        } else if (type.equals(MarshallingType.LIST)) {
            return Type.LIST;
        } else if (type.equals(MarshallingType.MAP)) {
            return Type.MAP;
        } else if (type.equals(MarshallingType.BOOLEAN)) {
            return Type.BOOLEAN;
        } else if (type.equals(MarshallingType.INSTANT)) {
            return Type.TIMESTAMP;
        } else if (type.equals(MarshallingType.SDK_BYTES)) {
            return Type.BLOB;
        } else if (type.equals(MarshallingType.DOCUMENT)) {
            return Type.DOCUMENT;
        } else if (type.equals(MarshallingType.INTEGER)
                || type.equals(MarshallingType.LONG)
                || type.equals(MarshallingType.SHORT)
                || type.equals(MarshallingType.BYTE)) {
            return Type.INTEGER;
        } else if (type.equals(MarshallingType.FLOAT)
                || type.equals(MarshallingType.DOUBLE)
                || type.equals(MarshallingType.BIG_DECIMAL)) {
            return Type.DECIMAL;
        }
        return Type.STRING;
    }

    private record Structure(Supplier<SdkPojo> maker) implements Shape {
        @Override
        public Type type() {
            return Type.STRUCTURE;
        }

        @Override
        public List<String> members() {
            return maker.get().sdkFields().stream().map(SdkField::memberName).toList();
        }

        @Override
        public Optional<Shape> member(String name) {
            return maker.get().sdkFields().stream()
                    .filter(f -> f.memberName().equals(name))
                    .findFirst()
                    .map(SdkShape::of);
        }
    }

    private record Container(Type type, String inner, Shape element) implements Shape {
        @Override
        public List<String> members() {
            return List.of();
        }

        @Override
        public Optional<Shape> member(String name) {
            return name.equals(inner) ? Optional.of(element) : Optional.empty();
        }
    }

    private record Leaf(Type type) implements Shape {
        @Override
        public List<String> members() {
            return List.of();
        }

        @Override
        public Optional<Shape> member(String name) {
            return Optional.empty();
        }
    }
}

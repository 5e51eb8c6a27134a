package dev.holdfast.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Writes JSON with documented names as the XML of the query and REST protocols. */
final class XmlWriter {
    private XmlWriter() {}

    static void structure(StringBuilder out, SdkPojo shape, JsonNode members) {
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            SdkField<?> field = AnswerWriter.field(shape, member.getKey());
            element(out, field.unmarshallLocationName(), field, member.getValue());
        }
    }

    private static void element(StringBuilder out, String name, SdkField<?> field, JsonNode value) {
        if (Shapes.isList(field) && Shapes.isFlat(field)) {
            value.forEach(item -> element(out, name, Shapes.element(field), item));
            return;
        }
        out.append('<').append(name).append('>');
        if (Shapes.isStructure(field)) {
            structure(out, field.constructor().get(), value);
        } else if (Shapes.isList(field)) {
            value.forEach(item -> element(out, Shapes.elementName(field), Shapes.element(field), item));
        } else if (Shapes.isMap(field)) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                out.append("<entry><key>").append(escaped(entry.getKey())).append("</key>");
                element(out, "value", Shapes.mapValue(field), entry.getValue());
                out.append("</entry>");
            }
        } else {
            out.append(escaped(value.asText()));
        }
        out.append("</").append(name).append('>');
    }

    /** Text that is safe between tags. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

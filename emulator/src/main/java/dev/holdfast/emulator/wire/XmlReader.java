package dev.holdfast.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Reads the XML of answers and requests into JSON by the SDK's field descriptions. */
final class XmlReader {
    private XmlReader() {}

    /** The root element, or null when the bytes are not XML. Document types and outer entities are refused. */
    static @Nullable Element parse(byte[] bytes) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            return null;
        }
    }

    static ObjectNode structure(SdkPojo shape, Element element) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (SdkField<?> field : shape.sdkFields()) {
            JsonNode value = value(field, element);
            if (value != null) {
                out.set(field.memberName(), value);
            }
        }
        return out;
    }

    private static @Nullable JsonNode value(SdkField<?> field, Element parent) {
        String name = field.unmarshallLocationName();
        List<Element> found = children(parent, name);
        if (found.isEmpty()) {
            return null;
        }
        if (Shapes.isList(field)) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            List<Element> elements = Shapes.isFlat(field) ? found : children(found.get(0), null);
            elements.forEach(e -> out.add(content(Shapes.element(field), e)));
            return out;
        }
        return content(field, found.get(0));
    }

    private static JsonNode content(SdkField<?> field, Element element) {
        if (Shapes.isStructure(field)) {
            return structure(field.constructor().get(), element);
        } else if (Shapes.isMap(field)) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            for (Element entry : children(element, null)) {
                List<Element> pair = children(entry, null);
                if (pair.size() == 2) {
                    out.set(pair.get(0).getTextContent(), content(Shapes.mapValue(field), pair.get(1)));
                }
            }
            return out;
        }
        return Shapes.scalar(field, element.getTextContent());
    }

    /** The elements directly below, of one name or of any. */
    static List<Element> children(Element parent, @Nullable String name) {
        List<Element> out = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element
                    && (name == null || element.getTagName().equals(name))) {
                out.add(element);
            }
        }
        return out;
    }

    /** The text of the first element of that name anywhere below, empty when there is none. */
    static String textOf(Element root, String name) {
        var found = root.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}

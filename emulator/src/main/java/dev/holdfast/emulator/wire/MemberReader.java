package dev.holdfast.emulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.w3c.dom.Element;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.PayloadTrait;

/** Requests and answers of any protocol as JSON with the member names AWS documents. */
public final class MemberReader {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SdkCatalog catalog;

    /** @param catalog the operations of the SDK */
    public MemberReader(SdkCatalog catalog) {
        this.catalog = catalog;
    }

    /** The members of a request; as many as could be read when the operation is not known or the body is broken. */
    public ObjectNode request(Call call) {
        Optional<SdkPojo> shape = Shapes.request(catalog, call);
        return switch (call.protocol()) {
            case JSON -> json(call.request().body());
            case QUERY, EC2 -> form(call, shape);
            case REST_JSON, REST_XML -> rest(call, shape);
        };
    }

    private static ObjectNode form(Call call, Optional<SdkPojo> shape) {
        Map<String, String> parameters = call.request().parameters();
        if (shape.isEmpty()) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            parameters.forEach(out::put);
            out.remove(java.util.List.of("Action", "Version"));
            return out;
        }
        boolean ec2 = call.protocol() == Protocol.EC2;
        return new FormReader(new TreeMap<>(parameters), ec2).structure(shape.get(), "");
    }

    private static ObjectNode rest(Call call, Optional<SdkPojo> shape) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        Map<String, String> query = call.request().query();
        if (call.protocol() == Protocol.REST_JSON) {
            out.setAll(json(call.request().body()));
        }
        if (shape.isEmpty()) {
            return out;
        }
        Element root = call.protocol() == Protocol.REST_XML && call.request().body().length > 0
                ? XmlReader.parse(call.request().body())
                : null;
        for (SdkField<?> field : shape.get().sdkFields()) {
            String name = field.locationName();
            String text = switch (field.location()) {
                case PATH, GREEDY_PATH -> call.members().get(name);
                case QUERY_PARAM -> query.get(name);
                case HEADER -> call.request().header(name);
                default -> null;
            };
            if (text != null && !Shapes.isList(field) && !Shapes.isMap(field)) {
                out.set(field.memberName(), Shapes.scalar(field, text));
            } else if (root != null && field.containsTrait(PayloadTrait.class) && Shapes.isStructure(field)) {
                out.set(
                        field.memberName(),
                        XmlReader.structure(field.constructor().get(), root));
            }
        }
        String bucket = call.members().get("Bucket");
        if (bucket != null) {
            out.put("Bucket", bucket);
        }
        return out;
    }

    /** The members of a good answer that lie in its body, empty when it has none or the operation is not known. */
    public ObjectNode answer(Call call, WireAnswer answer) {
        return switch (call.protocol()) {
            case JSON, REST_JSON -> json(answer.body());
            case QUERY, EC2, REST_XML -> xml(call, answer);
        };
    }

    private ObjectNode xml(Call call, WireAnswer answer) {
        Element root = answer.body().length == 0 ? null : XmlReader.parse(answer.body());
        Optional<SdkPojo> shape = Shapes.response(catalog, call);
        if (root == null || shape.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        var result = XmlReader.children(root, call.operation() + "Result");
        if (call.protocol() == Protocol.REST_XML) {
            for (SdkField<?> field : shape.get().sdkFields()) {
                if (Shapes.isPayload(field) && Shapes.isStructure(field)) {
                    ObjectNode out = JsonNodeFactory.instance.objectNode();
                    out.set(
                            field.memberName(),
                            XmlReader.structure(field.constructor().get(), root));
                    return out;
                }
            }
        }
        return XmlReader.structure(shape.get(), result.isEmpty() ? root : result.get(0));
    }

    /** The error of a refused call as {@code {code, message}}; the code is empty where the answer names none. */
    public static AwsError error(Call call, WireAnswer answer) {
        switch (call.protocol()) {
            case JSON, REST_JSON -> {
                ObjectNode body = json(answer.body());
                String header = answer.header("x-amzn-errortype");
                String type = header != null
                        ? header
                        : body.path("__type").asText(body.path("code").asText(""));
                String code = type.replaceAll(":.*$", "").replaceAll("^.*#", "");
                return new AwsError(
                        answer.status(),
                        code,
                        body.path("message").asText(body.path("Message").asText("")));
            }
            default -> {
                Element root = answer.body().length == 0 ? null : XmlReader.parse(answer.body());
                return root == null
                        ? new AwsError(answer.status(), "", "")
                        : new AwsError(
                                answer.status(), XmlReader.textOf(root, "Code"), XmlReader.textOf(root, "Message"));
            }
        }
    }

    private static ObjectNode json(byte[] body) {
        try {
            JsonNode node = body.length == 0 ? null : MAPPER.readTree(body);
            return node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.objectNode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

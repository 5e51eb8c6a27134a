package dev.holdfast.emulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.SdkCatalog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Writes answers and errors in the protocol of a call, by the SDK's field descriptions. */
public final class AnswerWriter {
    private static final String REQUEST_ID = "00000000-0000-4000-8000-000000000000";

    private final SdkCatalog catalog;

    /** @param catalog the operations of the SDK */
    public AnswerWriter(SdkCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * A good answer.
     *
     * @param call a call of an operation the SDK describes
     * @param members the answer's members by their documented names; times as ISO-8601 text
     * @throws IllegalArgumentException when a member does not belong to the answer
     */
    public WireAnswer answer(Call call, JsonNode members) {
        SdkPojo shape = Shapes.response(catalog, call)
                .orElseThrow(() -> new IllegalArgumentException(call.name() + " is not described by the SDK"));
        return switch (call.protocol()) {
            case JSON ->
                WireAnswer.of(
                        200, "application/x-amz-json-1.1", json(shape, members).toString());
            case REST_JSON ->
                WireAnswer.of(
                        200,
                        "application/json",
                        body(shape, json(shape, members)).toString());
            case QUERY -> {
                StringBuilder xml = new StringBuilder();
                XmlWriter.structure(xml, shape, members);
                String operation = call.operation();
                yield WireAnswer.of(
                        200,
                        "text/xml",
                        "<" + operation + "Response><" + operation + "Result>" + xml + "</" + operation
                                + "Result><ResponseMetadata><RequestId>" + REQUEST_ID
                                + "</RequestId></ResponseMetadata></" + operation + "Response>");
            }
            case EC2 -> {
                StringBuilder xml = new StringBuilder("<requestId>" + REQUEST_ID + "</requestId>");
                XmlWriter.structure(xml, shape, members);
                yield WireAnswer.of(
                        200,
                        "text/xml",
                        "<" + call.operation() + "Response>" + xml + "</" + call.operation() + "Response>");
            }
            case REST_XML -> {
                StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
                List<SdkField<?>> payload =
                        shape.sdkFields().stream().filter(Shapes::isPayload).toList();
                if (call.is("s3", "GetBucketPolicy")) {
                    // The one answer of S3 that is a document of another kind and not wrapped in anything.
                    yield WireAnswer.of(
                            200, "application/json", members.path("Policy").asText());
                }
                if (payload.isEmpty()) {
                    xml.append("<Result>");
                    XmlWriter.structure(xml, shape, members);
                    xml.append("</Result>");
                } else {
                    XmlWriter.structure(xml, shape, members);
                }
                yield WireAnswer.of(200, "application/xml", xml.toString());
            }
        };
    }

    /** True when the answer of the call's operation has a list at its top, so that an empty one can be given. */
    public boolean lists(Call call) {
        return Shapes.response(catalog, call).stream()
                .flatMap(s -> s.sdkFields().stream())
                .anyMatch(Shapes::isList);
    }

    /** A good answer whose lists are there and empty. */
    public WireAnswer nothing(Call call) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        Shapes.response(catalog, call).stream()
                .flatMap(s -> s.sdkFields().stream())
                .filter(Shapes::isList)
                .forEach(f -> members.putArray(f.memberName()));
        return answer(call, members);
    }

    /** The body of an answer: where one member is the whole body, it stands there without its name. */
    private static JsonNode body(SdkPojo shape, JsonNode members) {
        return shape.sdkFields().stream()
                .filter(f -> Shapes.isPayload(f) && Shapes.isStructure(f))
                .findFirst()
                .map(f -> members.path(f.locationName()))
                .filter(JsonNode::isObject)
                .orElse(members);
    }

    /** An error. */
    public static WireAnswer error(Call call, AwsError error) {
        String code = XmlWriter.escaped(error.code());
        String message = XmlWriter.escaped(error.message());
        return switch (call.protocol()) {
            case JSON, REST_JSON -> {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                body.put("__type", error.code()).put("message", error.message());
                WireAnswer plain = WireAnswer.of(error.status(), "application/x-amz-json-1.1", body.toString());
                yield new WireAnswer(
                        error.status(),
                        List.of(
                                new Header("Content-Type", "application/x-amz-json-1.1"),
                                new Header("x-amzn-ErrorType", error.code())),
                        plain.body());
            }
            case QUERY ->
                WireAnswer.of(
                        error.status(),
                        "text/xml",
                        "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message
                                + "</Message></Error><RequestId>" + REQUEST_ID + "</RequestId></ErrorResponse>");
            case EC2 ->
                WireAnswer.of(
                        error.status(),
                        "text/xml",
                        "<Response><Errors><Error><Code>" + code + "</Code><Message>" + message
                                + "</Message></Error></Errors><RequestID>" + REQUEST_ID + "</RequestID></Response>");
            case REST_XML -> {
                String told = "<Error><Code>" + code + "</Code><Message>" + message + "</Message><RequestId>"
                        + REQUEST_ID + "</RequestId></Error>";
                // S3 alone does not wrap its errors.
                yield WireAnswer.of(
                        error.status(),
                        "application/xml",
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                                + (call.service().equals("s3") ? told : "<ErrorResponse>" + told + "</ErrorResponse>"));
            }
        };
    }

    private static ObjectNode json(SdkPojo shape, JsonNode members) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            SdkField<?> field = field(shape, member.getKey());
            out.set(field.locationName(), json(field, member.getValue()));
        }
        return out;
    }

    private static JsonNode json(SdkField<?> field, JsonNode value) {
        if (Shapes.isStructure(field)) {
            return json(field.constructor().get(), value);
        } else if (Shapes.isList(field)) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> out.add(json(Shapes.element(field), item)));
            return out;
        } else if (Shapes.isMap(field)) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(e -> out.set(e.getKey(), json(Shapes.mapValue(field), e.getValue())));
            return out;
        } else if (Shapes.isTime(field) && value.isTextual()) {
            String format = TimeFormats.of(field);
            return format.equals(TimeFormats.SECONDS)
                    ? JsonNodeFactory.instance.numberNode(
                            Instant.parse(value.asText()).getEpochSecond())
                    : value;
        }
        return value;
    }

    /** Requests and answers of EC2 write some names in different case: SAMLProviderArn, SamlProviderArn. */
    static SdkField<?> field(SdkPojo shape, String member) {
        return shape.sdkFields().stream()
                .filter(f -> f.memberName().equals(member) || f.locationName().equals(member))
                .findFirst()
                .or(() -> shape.sdkFields().stream()
                        .filter(f -> f.memberName().equalsIgnoreCase(member))
                        .findFirst())
                .orElseThrow(() -> new IllegalArgumentException("the answer has no member `" + member + "`"));
    }
}

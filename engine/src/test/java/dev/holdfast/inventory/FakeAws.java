package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.SdkCatalog;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.OperationCatalog.Shape;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A small organization in memory. Answers stand in a file, the first that fits is given; an operation that the file does
 * not know is answered by a sample of its shape, so that a new table needs nothing here.
 */
public final class FakeAws implements AwsReader {
    private static final SdkCatalog CATALOG = new SdkCatalog();
    private static final JsonNode FILE = file();

    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Function<Call, AwsFailure.Kind> fault;

    /** One call. */
    public record Call(Scope scope, String operation, JsonNode input) {}

    /** @param fault what goes wrong with a call; {@code null} for nothing */
    public FakeAws(Function<Call, AwsFailure.Kind> fault) {
        this.fault = fault;
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    private static JsonNode file() {
        try (InputStream in = FakeAws.class.getResourceAsStream("/inventory/fake-organization.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<JsonNode> answers(Scope scope, String operation, JsonNode input) {
        Call call = new Call(scope, operation, input);
        calls.add(call);
        AwsFailure.Kind kind = fault.apply(call);
        if (kind == AwsFailure.Kind.EMPTY_ANSWER) {
            return List.of(JsonNodeFactory.instance.objectNode());
        } else if (kind != null) {
            throw new AwsFailure(kind, operation, scope, kind == AwsFailure.Kind.DENIED ? "AccessDenied" : "", 0, "no");
        }
        for (JsonNode entry : FILE) {
            if (entry.path("call").asText().equals(operation)
                    && fits(entry, "account", scope.account().value())
                    && fits(entry, "region", scope.region().value())
                    && entry.path("with").properties().stream()
                            .allMatch(e -> e.getValue().equals(input.path(e.getKey())))) {
                if (entry.has("error")) {
                    String code = entry.path("error").asText();
                    throw new AwsFailure(AwsFailure.Kind.REFUSED, operation, scope, code, 404, code);
                }
                return entry.has("pages")
                        ? List.of(
                                entry.path("pages").get(0), entry.path("pages").get(1))
                        : List.of(entry.path("answer"));
            }
        }
        String[] name = operation.split(":");
        return List.of(sample(CATALOG.find(name[0], name[1]).orElseThrow().output(), 0));
    }

    private static boolean fits(JsonNode entry, String member, String value) {
        return !entry.has(member) || entry.path(member).asText().equals(value);
    }

    private static JsonNode sample(Shape shape, int depth) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        if (depth > 6) {
            return make.nullNode();
        }
        return switch (shape.type()) {
            case STRUCTURE -> {
                ObjectNode out = make.objectNode();
                shape.members().forEach(m -> out.set(m, sample(shape.member(m).orElseThrow(), depth + 1)));
                yield out;
            }
            case LIST -> make.arrayNode().add(sample(shape.member("[]").orElseThrow(), depth + 1));
            case MAP -> make.objectNode();
            case BOOLEAN -> make.booleanNode(true);
            case INTEGER -> make.numberNode(1);
            case DECIMAL -> make.numberNode(1.5);
            case TIMESTAMP -> make.textNode("2026-01-01T00:00:00Z");
            default -> make.textNode("x");
        };
    }

    @Override
    public JsonNode read(Scope scope, String service, String operation, JsonNode input) {
        return answers(scope, service + ":" + operation, input).get(0);
    }

    @Override
    public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
        answers(scope, service + ":" + operation, input).forEach(each);
    }

    @Override
    public InputStream object(Scope scope, String bucket, String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String principal(Scope scope) {
        return "arn:aws:iam::" + scope.account() + ":role/reader";
    }
}

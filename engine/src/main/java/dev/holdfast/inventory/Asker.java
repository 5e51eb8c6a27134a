package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.TableCall;
import dev.holdfast.content.TablePath;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Scope;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the calls of table definitions and holds their answers to what the definition expects. */
final class Asker {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    /** A credential report takes seconds, rarely a minute. */
    private static final int MOST_PREPARATIONS = 20;

    private static final long FIRST_PAUSE_MS = 125;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final AwsReader reader;
    private final AtomicLong calls = new AtomicLong();

    Asker(AwsReader reader) {
        this.reader = reader;
    }

    long calls() {
        return calls.get();
    }

    /**
     * The items of a call, page by page; for a call without {@code items}, its whole answer as the only item. None when
     * AWS says with one of the call's codes that there is none.
     *
     * @param given values of {@code $…} references
     * @throws AwsFailure when the call failed or an answer lacks what every true answer has
     */
    void items(Scope scope, TableCall call, Function<String, @Nullable JsonNode> given, Consumer<ArrayNode> page) {
        TablePath items = call.items();
        if (items == null) {
            JsonNode answer = answer(scope, call, given);
            page.accept(answer.isNull() ? MAKE.arrayNode() : MAKE.arrayNode().add(answer));
            return;
        }
        prepare(scope, call);
        try {
            reader.pages(scope, call.service(), call.operation(), request(scope, call, given), answer -> {
                calls.incrementAndGet();
                page.accept(array(expected(scope, call, answer), call, scope));
            });
        } catch (AwsFailure failure) {
            calls.incrementAndGet();
            if (!call.absent(failure)) {
                throw failure;
            }
        }
    }

    /** All items of a call in one list, or its whole answer; JSON null when AWS says that there is none. */
    JsonNode answer(Scope scope, TableCall call, Function<String, @Nullable JsonNode> given) {
        prepare(scope, call);
        try {
            if (call.items() != null) {
                ArrayNode all = MAKE.arrayNode();
                reader.pages(scope, call.service(), call.operation(), request(scope, call, given), answer -> {
                    calls.incrementAndGet();
                    all.addAll(array(expected(scope, call, answer), call, scope));
                });
                return all;
            }
            calls.incrementAndGet();
            return expected(
                    scope, call, reader.read(scope, call.service(), call.operation(), request(scope, call, given)));
        } catch (AwsFailure failure) {
            if (call.absent(failure)) {
                return NullNode.getInstance();
            }
            throw failure;
        }
    }

    /** Has AWS make the answer where it must be made first; waits longer from time to time, but not for ever. */
    private void prepare(Scope scope, TableCall call) {
        TableCall.Prepare prepare = call.prepare();
        for (int asked = 0; prepare != null; asked++) {
            JsonNode answer = answer(scope, prepare.call(), name -> null);
            if (prepare.until().find(answer).asBoolean()) {
                return;
            }
            if (asked == MOST_PREPARATIONS) {
                throw new AwsFailure(
                        AwsFailure.Kind.UNAVAILABLE,
                        prepare.call().name(),
                        scope,
                        "",
                        0,
                        "it was not ready when asked " + (asked + 1) + " times");
            }
            pause(scope, prepare.call(), Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << asked));
        }
    }

    private static void pause(Scope scope, TableCall call, long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwsFailure(
                    AwsFailure.Kind.UNAVAILABLE, call.name(), scope, "", 0, "the collection was interrupted");
        }
    }

    private static JsonNode expected(Scope scope, TableCall call, JsonNode answer) {
        for (TablePath path : call.expects()) {
            if (path.find(answer).isNull()) {
                throw failure(scope, call, "the answer lacks `" + path + "`, which every true answer has");
            }
        }
        return answer;
    }

    private static ArrayNode array(JsonNode answer, TableCall call, Scope scope) {
        TablePath path = call.items();
        JsonNode found = path == null ? answer : path.find(answer);
        if (found instanceof ArrayNode array) {
            return array;
        } else if (found.isObject()) {
            return MAKE.arrayNode().add(found);
        } else if (found.isNull()) {
            return MAKE.arrayNode();
        } else if (!call.csv().isEmpty()) {
            try {
                return CsvRows.read(found.asText(), call.csv());
            } catch (IllegalArgumentException e) {
                throw failure(scope, call, "`" + path + "`: " + e.getMessage());
            }
        }
        throw failure(scope, call, "`" + path + "` is not of the documented type");
    }

    private static AwsFailure failure(Scope scope, TableCall call, String message) {
        return new AwsFailure(AwsFailure.Kind.EMPTY_ANSWER, call.name(), scope, "", 200, message);
    }

    private static ObjectNode request(Scope scope, TableCall call, Function<String, @Nullable JsonNode> given) {
        ObjectNode out = MAKE.objectNode();
        call.with().forEach((member, value) -> out.set(member, resolved(scope, call, value, given)));
        return out;
    }

    private static JsonNode resolved(
            Scope scope, TableCall call, JsonNode value, Function<String, @Nullable JsonNode> given) {
        if (value.isObject()) {
            ObjectNode out = MAKE.objectNode();
            value.properties().forEach(e -> out.set(e.getKey(), resolved(scope, call, e.getValue(), given)));
            return out;
        } else if (value.isArray()) {
            ArrayNode out = MAKE.arrayNode();
            value.forEach(item -> out.add(resolved(scope, call, item, given)));
            return out;
        } else if (value.isTextual() && value.asText().startsWith("$")) {
            JsonNode found = given.apply(value.asText().substring(1));
            if (found == null || found.isNull()) {
                throw failure(scope, call, "`" + value.asText() + "`, which the call needs, has no value");
            }
            return found;
        }
        return value;
    }
}

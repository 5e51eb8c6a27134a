package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import io.burt.jmespath.jackson.JacksonRuntime;
import java.util.ArrayList;
import java.util.List;

/**
 * A reading of one value, ready to be made.
 *
 * @param call the call, which only reads
 * @param selector JMESPath into the answer
 * @param absentOn error codes that mean that there is nothing there
 */
public record Lookup(ReadyCall call, String selector, List<String> absentOn) {
    private static final JacksonRuntime JMESPATH = new JacksonRuntime();

    /**
     * A call, ready to be made.
     *
     * @param scope account and region
     * @param service service prefix
     * @param api API name
     * @param request the request
     */
    public record ReadyCall(Scope scope, String service, String api, ObjectNode request) {
        /** {@code service:Api}. */
        public String operation() {
            return service + ":" + api;
        }

        /** As kept in a journal. */
        public ObjectNode json() {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            out.put("account", scope.account().value())
                    .put("region", scope.region().value());
            out.put("service", service).put("api", api).set("request", request);
            return out;
        }

        /** From what {@link #json()} gave. */
        public static ReadyCall of(JsonNode json) {
            return new ReadyCall(
                    new Scope(
                            new AccountId(json.path("account").asText()),
                            new Region(json.path("region").asText())),
                    json.path("service").asText(),
                    json.path("api").asText(),
                    json.path("request").deepCopy());
        }
    }

    /** Takes the value from an answer; null in JSON when it is not there. */
    public JsonNode value(JsonNode answer) {
        JsonNode value = JMESPATH.compile(selector).search(answer);
        return value.isMissingNode() ? NullNode.getInstance() : value;
    }

    /** As kept in a journal. */
    public ObjectNode json() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.set("call", call.json());
        out.put("selector", selector);
        ArrayNode codes = out.putArray("absentOn");
        absentOn.forEach(codes::add);
        return out;
    }

    /** From what {@link #json()} gave. */
    public static Lookup of(JsonNode json) {
        List<String> codes = new ArrayList<>();
        json.path("absentOn").forEach(c -> codes.add(c.asText()));
        return new Lookup(ReadyCall.of(json.path("call")), json.path("selector").asText(), codes);
    }
}

package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.content.Runbook.Each;
import dev.holdfast.content.Runbook.Request;
import dev.holdfast.content.Template;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import io.burt.jmespath.jackson.JacksonRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A reading of one value, ready to be made.
 *
 * @param call the call, which only reads
 * @param selector JMESPath into the answer
 * @param absentOn error codes that mean that there is nothing there
 * @param survey the same value out of a list that tells it of many things at once, which a plan may read instead; null when
 *     there is none. It is not kept in a journal
 */
public record Lookup(
        ReadyCall call,
        String selector,
        List<String> absentOn,
        @Nullable Lookup survey) {
    private static final JacksonRuntime JMESPATH = new JacksonRuntime();
    private static final TextNode ITEM = TextNode.valueOf("{{ " + Each.ITEM + " }}");

    /** Without a survey. */
    public Lookup(ReadyCall call, String selector, List<String> absentOn) {
        this(call, selector, absentOn, null);
    }

    /**
     * A call, ready to be made.
     *
     * @param scope account and region
     * @param service service prefix
     * @param api API name
     * @param request the request
     * @param each what is asked about each thing that the answer lists, null when nothing is
     */
    public record ReadyCall(
            Scope scope,
            String service,
            String api,
            ObjectNode request,
            @Nullable ReadyEach each) {
        /** Without further questions. */
        public ReadyCall(Scope scope, String service, String api, ObjectNode request) {
            this(scope, service, api, request, null);
        }

        /**
         * A call of a document with its references filled in.
         *
         * @param values the value of a reference; a missing or null node when it has none
         */
        public static ReadyCall of(Scope scope, Request call, Function<String, JsonNode> values) {
            Each each = call.each();
            return new ReadyCall(
                    scope,
                    call.service(),
                    call.api(),
                    (ObjectNode) Template.fill(call.members(), values),
                    each == null
                            ? null
                            : new ReadyEach(
                                    each.items(),
                                    each.request().service(),
                                    each.request().api(),
                                    (ObjectNode) Template.fill(
                                            each.request().members(),
                                            name -> name.equals(Each.ITEM) ? ITEM : values.apply(name))));
        }

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
            if (each != null) {
                ObjectNode about = out.putObject("each").put("items", each.items());
                about.put("service", each.service()).put("api", each.api()).set("request", each.request());
            }
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
                    json.path("request").deepCopy(),
                    json.has("each")
                            ? new ReadyEach(
                                    json.path("each").path("items").asText(),
                                    json.path("each").path("service").asText(),
                                    json.path("each").path("api").asText(),
                                    json.path("each").path("request").deepCopy())
                            : null);
        }
    }

    /**
     * A call about each thing that another lists.
     *
     * @param items JMESPath of the ids in the first answer
     * @param service service prefix
     * @param api API name
     * @param request the request, with {@code {{ each }}} where the id goes
     */
    public record ReadyEach(String items, String service, String api, ObjectNode request) {
        /**
         * The calls that follow from a first answer.
         *
         * @param scope where the first was made
         */
        public List<ReadyCall> calls(Scope scope, JsonNode answer) {
            List<ReadyCall> out = new ArrayList<>();
            JMESPATH.compile(items)
                    .search(answer)
                    .forEach(item -> out.add(new ReadyCall(scope, service, api, (ObjectNode)
                            Template.fill(request, name -> name.equals(Each.ITEM) ? item : ITEM))));
            return out;
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

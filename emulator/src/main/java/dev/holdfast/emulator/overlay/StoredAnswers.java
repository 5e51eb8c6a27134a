package dev.holdfast.emulator.overlay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.emulator.wire.AnswerWriter;
import dev.holdfast.emulator.wire.AwsError;
import dev.holdfast.emulator.wire.Call;
import dev.holdfast.emulator.wire.MemberReader;
import dev.holdfast.emulator.wire.WireAnswer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Operations that only keep things: each puts into, gets from, lists or deletes from a collection of its account, as a
 * table says. What is asked for is templates of JSON with {@code ${request.Member}} (a number picks one of a list),
 * {@code ${account}}, {@code ${management}}, {@code ${region}}, {@code ${id}}, {@code ${item}}, {@code ${items}} and
 * {@code ${keys}} in them.
 */
final class StoredAnswers implements OwnAnswer {
    /** What an operation does with its collection. */
    enum Deed {
        PUT,
        GET,
        LIST,
        DELETE
    }

    /**
     * One operation.
     *
     * @param deed what it does
     * @param collection template of the collection's name
     * @param of template of the account whose collection it is; the caller's where that comes to nothing
     * @param regional whether each region has its own
     * @param key template of the item's key
     * @param where template of members that an item must have to be listed (empty: any)
     * @param item template of what is put or, for a list, of how each item is shown (empty: as it is)
     * @param answer template of the answer
     * @param otherwise template of what is got where nothing was put (empty: the error)
     * @param missing the error when there is no such item
     */
    record Operation(
            Deed deed,
            String collection,
            String of,
            boolean regional,
            String key,
            JsonNode where,
            JsonNode item,
            JsonNode answer,
            JsonNode otherwise,
            AwsError missing) {}

    private static final Pattern HOLE = Pattern.compile("\\$\\{([A-Za-z0-9.]+)}");

    private final Map<String, Operation> operations;
    private final MemberReader reader;
    private final AnswerWriter writer;
    private final String management;
    private final Map<String, TreeMap<String, JsonNode>> collections = new ConcurrentHashMap<>();
    private final AtomicLong made = new AtomicLong();

    StoredAnswers(Map<String, Operation> operations, MemberReader reader, AnswerWriter writer, String management) {
        this.operations = Map.copyOf(operations);
        this.reader = reader;
        this.writer = writer;
        this.management = management;
    }

    @Override
    public synchronized WireAnswer answer(Call call, Identity identity) {
        Operation operation = operations.get(call.name());
        if (operation == null) {
            throw new IllegalArgumentException(call.name() + " is not in the table");
        }
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        values.set("request", reader.request(call));
        values.put("account", identity.account()).put("region", call.region()).put("management", management);
        String owner = filled(operation.of(), values).asText();
        if (!owner.isEmpty()) {
            values.put("account", owner);
        }
        values.put("id", "%016x".formatted(made.get() + 1));
        String place = filled(operation.collection(), values).asText() + "/"
                + values.path("account").asText()
                + (operation.regional() ? "/" + call.region() : "");
        TreeMap<String, JsonNode> collection = collections.computeIfAbsent(place, k -> new TreeMap<>());
        String key = filled(operation.key(), values).asText();
        JsonNode item = collection.get(key);
        switch (operation.deed()) {
            case PUT -> {
                item = filled(operation.item(), values);
                collection.put(key, item);
                made.incrementAndGet();
            }
            case DELETE -> collection.remove(key);
            case LIST -> {
                ArrayNode items = values.putArray("items");
                ArrayNode keys = values.putArray("keys");
                JsonNode where = filled(operation.where(), values);
                collection.forEach((k, v) -> {
                    if (where.properties().stream().allMatch(m -> m.getValue().equals(v.get(m.getKey())))) {
                        values.set("item", v);
                        items.add(operation.item().isEmpty() ? v : filled(operation.item(), values));
                        keys.add(k);
                    }
                });
            }
            case GET -> {
                if (item == null && !operation.otherwise().isMissingNode()) {
                    item = filled(operation.otherwise(), values);
                }
            }
        }
        if (item == null && operation.deed() != Deed.LIST) {
            return AnswerWriter.error(call, operation.missing());
        }
        values.set("item", item);
        return writer.answer(call, filled(operation.answer(), values));
    }

    /** A template with its holes filled; a member or an item whose hole has no value is left out. */
    private static JsonNode filled(JsonNode template, JsonNode values) {
        if (template.isObject()) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            template.properties().forEach(e -> {
                JsonNode value = filled(e.getValue(), values);
                if (!value.isMissingNode()) {
                    out.set(e.getKey(), value);
                }
            });
            return out;
        }
        if (template.isArray()) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            for (JsonNode item : template) {
                JsonNode value = filled(item, values);
                if (!value.isMissingNode()) {
                    out.add(value);
                }
            }
            return out;
        }
        return template.isTextual() ? filled(template.asText(), values) : template;
    }

    private static JsonNode filled(String template, JsonNode values) {
        Matcher hole = HOLE.matcher(template);
        if (hole.matches()) {
            return valueAt(hole.group(1), values);
        }
        return TextNode.valueOf(HOLE.matcher(template)
                .replaceAll(m ->
                        Matcher.quoteReplacement(valueAt(m.group(1), values).asText())));
    }

    private static JsonNode valueAt(String path, JsonNode values) {
        @Nullable JsonNode at = values;
        for (String step : path.split("\\.")) {
            at = at == null ? null : at.isArray() ? at.get(Integer.parseInt(step)) : at.get(step);
        }
        return at == null ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : at;
    }
}

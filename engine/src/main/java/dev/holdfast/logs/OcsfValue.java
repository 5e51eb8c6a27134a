package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.OcsfMapping;
import dev.holdfast.content.OcsfSchema;
import dev.holdfast.content.SourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attribute of an OCSF view and where its value comes from. */
final class OcsfValue {
    private static final int MOST = 100;

    private record From(@Nullable RecordPath path, String name, RecordText text) {}

    private final OcsfMapping.Value value;
    private final List<From> from = new ArrayList<>();
    private final String[] names;
    private final List<OcsfSchema.Attribute> along = new ArrayList<>();
    private final String[] without;

    OcsfValue(SourceDefinition definition, OcsfSchema.Type type, String path, OcsfMapping.Value value) {
        this.value = value;
        this.names = path.split("\\.");
        this.without =
                value.without().isEmpty() ? new String[0] : value.without().split("\\.");
        StringBuilder prefix = new StringBuilder();
        for (String name : names) {
            prefix.append(prefix.length() == 0 ? "" : ".").append(name);
            OcsfSchema.get().attribute(type, prefix.toString()).ifPresent(along::add);
        }
        for (String name : value.from()) {
            if (name.contains("{")) {
                from.add(new From(null, name, new RecordText(name)));
            } else {
                definition
                        .sigma()
                        .paths(name)
                        .forEach(p -> from.add(new From(new RecordPath(p), p, new RecordText(p))));
            }
        }
    }

    /**
     * Puts the value into the view.
     *
     * @param taken gets the place in the record that the value was taken from as it is, and the attribute it went to
     */
    void put(JsonNode record, ObjectNode view, Map<String, String> taken) {
        if (along.size() != names.length || (without.length > 0 && has(view))) {
            return;
        }
        OcsfSchema.Attribute last = along.getLast();
        for (From place : from) {
            List<JsonNode> found = values(place, record, last);
            if (!found.isEmpty()) {
                boolean whole = place.path() != null
                        && value.map().isEmpty()
                        && place.path().all(record).size() == found.size();
                if (set(view, found) && whole) {
                    taken.put(place.name(), String.join(".", names));
                }
                return;
            }
        }
        if (value.constant() != null) {
            JsonNode fits = OcsfValues.fit(value.constant(), last);
            if (fits != null) {
                set(view, List.of(fits));
            }
        }
    }

    private boolean has(ObjectNode view) {
        JsonNode at = view;
        for (String name : without) {
            at = at.isArray() ? at.path(0).path(name) : at.path(name);
        }
        return !at.isMissingNode();
    }

    private List<JsonNode> values(From place, JsonNode record, OcsfSchema.Attribute last) {
        List<JsonNode> raw = new ArrayList<>();
        if (place.path() == null) {
            place.text().of(record).ifPresent(t -> raw.add(JsonNodeFactory.instance.textNode(t)));
        } else if (value.all()) {
            raw.addAll(place.path().all(record).stream().limit(MOST).toList());
        } else if (last.type().equals("j")) {
            JsonNode node = place.path().at(record);
            if (!node.isMissingNode() && !node.isNull()) {
                raw.add(node);
            }
        } else {
            place.path().first(record).ifPresent(raw::add);
        }
        List<JsonNode> out = new ArrayList<>();
        for (JsonNode one : raw) {
            JsonNode fits = OcsfValues.fit(mapped(one), last);
            if (fits != null) {
                out.add(fits);
            }
        }
        return out;
    }

    private JsonNode mapped(JsonNode one) {
        if (value.map().isEmpty()) {
            return one;
        }
        String text = one.asText().toLowerCase(Locale.ROOT);
        JsonNode found = value.map().get(text);
        if (found == null) {
            found = value.map().entrySet().stream()
                    .filter(e -> e.getKey().endsWith("*")
                            && text.startsWith(
                                    e.getKey().substring(0, e.getKey().length() - 1)))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        return found != null
                ? found
                : Optional.ofNullable(value.constant()).orElse(JsonNodeFactory.instance.nullNode());
    }

    private boolean set(ObjectNode view, List<JsonNode> values) {
        return set(view, 0, values);
    }

    private boolean set(ObjectNode at, int depth, List<JsonNode> values) {
        OcsfSchema.Attribute attribute = along.get(depth);
        String name = names[depth];
        if (depth == names.length - 1) {
            if (attribute.list()) {
                ArrayNode list = at.has(name) ? (ArrayNode) at.get(name) : at.putArray(name);
                values.forEach(list::add);
            } else if (!at.has(name)) {
                at.set(name, values.get(0));
            } else {
                return false;
            }
            return true;
        }
        if (!attribute.list()) {
            return set(at.has(name) ? (ObjectNode) at.get(name) : at.putObject(name), depth + 1, values);
        }
        ArrayNode list = at.has(name) ? (ArrayNode) at.get(name) : at.putArray(name);
        int many = value.all() ? values.size() : 1;
        for (int i = 0; i < many; i++) {
            ObjectNode element = i < list.size() ? (ObjectNode) list.get(i) : list.addObject();
            set(element, depth + 1, value.all() ? List.of(values.get(i)) : values);
        }
        return true;
    }
}

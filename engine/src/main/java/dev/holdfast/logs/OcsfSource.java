package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.OcsfMapping;
import dev.holdfast.content.OcsfSchema;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The OCSF view of one source's events. */
final class OcsfSource {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private record When(List<RecordPath> paths, List<String> values) {
        boolean holds(JsonNode record) {
            return paths.stream()
                    .flatMap(p -> p.text(record).stream())
                    .findFirst()
                    .filter(text -> values.stream().anyMatch(v -> KnownSource.like(text, v)))
                    .isPresent();
        }
    }

    private record ClassOf(List<When> when, OcsfSchema.Type type, OcsfValue activity, List<OcsfValue> attributes) {}

    private final SourceDefinition definition;
    private final List<ClassOf> classes = new ArrayList<>();
    private final ClassOf plain;

    OcsfSource(SourceDefinition definition) {
        this.definition = definition;
        OcsfSchema schema = OcsfSchema.get();
        OcsfMapping mapping = definition.ocsf();
        for (OcsfMapping.ClassMapping one : mapping.classes()) {
            schema.type(one.type())
                    .ifPresent(type -> classes.add(new ClassOf(
                            one.when().entrySet().stream()
                                    .map(e -> new When(
                                            definition.sigma().paths(e.getKey()).stream()
                                                    .map(RecordPath::new)
                                                    .toList(),
                                            e.getValue()))
                                    .toList(),
                            type,
                            new OcsfValue(definition, type, "activity_id", one.activity()),
                            values(type, mapping, one))));
        }
        OcsfSchema.Type base = schema.type("base_event").orElseThrow();
        this.plain = new ClassOf(
                List.of(), base, new OcsfValue(definition, base, "activity_id", OcsfMapping.Value.NONE), List.of());
    }

    /** Those of the class, then those of every class that this one has and does not say otherwise. */
    private List<OcsfValue> values(OcsfSchema.Type type, OcsfMapping mapping, OcsfMapping.ClassMapping one) {
        List<OcsfValue> out = new ArrayList<>();
        mapping.always().forEach((path, value) -> {
            if (!one.attributes().containsKey(path)
                    && OcsfSchema.get().attribute(type, path).isPresent()) {
                out.add(new OcsfValue(definition, type, path, value));
            }
        });
        one.attributes().forEach((path, value) -> out.add(new OcsfValue(definition, type, path, value)));
        return out;
    }

    ObjectNode of(Event event) {
        if (definition.ocsf().asIs() && event.raw() instanceof ObjectNode record) {
            return record;
        }
        JsonNode record = event.raw();
        ClassOf found = found(record);
        Map<String, String> taken = new HashMap<>();
        ObjectNode view = view(event, found, taken);
        if (!OcsfShape.completed(view, found.type())) {
            // What lacks something that its class must have is an event of no class.
            taken.clear();
            view = view(event, plain, taken);
            OcsfShape.completed(view, plain.type());
        }
        unmapped(record, view, taken);
        return view;
    }

    /** Number of the class that the source's file names for it, without making the view. */
    int classOf(JsonNode record) {
        return definition.ocsf().asIs()
                ? record.path("class_uid").asInt(0)
                : found(record).type().uid();
    }

    private ClassOf found(JsonNode record) {
        return classes.stream()
                .filter(c -> c.when().stream().allMatch(w -> w.holds(record)))
                .findFirst()
                .orElse(plain);
    }

    private ObjectNode view(Event event, ClassOf as, Map<String, String> taken) {
        ObjectNode out = MAKE.objectNode();
        OcsfSchema.Type type = as.type();
        as.attributes().forEach(value -> value.put(event.raw(), out, taken));
        as.activity().put(event.raw(), out, taken);
        int activity = out.path("activity_id").asInt(0);
        String named = caption(type, "activity_id", activity);
        out.put("activity_id", activity);
        if (!out.has("activity_name")) {
            out.put("activity_name", named.isEmpty() ? "Unknown" : named);
        }
        out.put("category_uid", type.category()).put("category_name", type.categoryCaption());
        out.put("class_uid", type.uid()).put("class_name", type.caption());
        out.put("type_uid", type.uid() * 100L + activity);
        out.put("type_name", type.caption() + ": " + (named.isEmpty() ? "Unknown" : named));
        out.put("time", event.time().toEpochMilli());
        if (!out.has("severity_id")) {
            out.put("severity_id", 1);
        }
        out.put("severity", caption(type, "severity_id", out.path("severity_id").asInt()));
        if (out.has("status_id") && !out.has("status")) {
            out.put("status", caption(type, "status_id", out.path("status_id").asInt()));
        }
        metadata(event, out, type);
        return out;
    }

    private void metadata(Event event, ObjectNode out, OcsfSchema.Type type) {
        ObjectNode metadata = out.has("metadata") ? (ObjectNode) out.get("metadata") : out.putObject("metadata");
        metadata.put("version", OcsfSchema.VERSION).put("uid", event.id());
        if (!metadata.has("log_name")) {
            metadata.put("log_name", event.source().toString());
        }
        OcsfMapping mapping = definition.ocsf();
        ObjectNode product =
                metadata.has("product") ? (ObjectNode) metadata.get("product") : metadata.putObject("product");
        if (!product.has("name")) {
            product.put("name", mapping.product().isEmpty() ? definition.title() : mapping.product());
        }
        if (!product.has("vendor_name") && !mapping.vendor().isEmpty()) {
            product.put("vendor_name", mapping.vendor());
        }
        Set<String> profiles = new TreeSet<>();
        type.shape().attributes().forEach((name, attribute) -> {
            if (attribute.profile() != null && out.has(name)) {
                profiles.add(attribute.profile());
            }
        });
        if (!profiles.isEmpty()) {
            profiles.forEach(metadata.putArray("profiles")::add);
        }
    }

    /** Everything that no attribute took; the text of a line stands as it was read. */
    private static void unmapped(JsonNode raw, ObjectNode out, Map<String, String> placed) {
        Set<String> taken = new HashSet<>();
        // An object that was left out again took nothing.
        placed.forEach((from, to) -> {
            if (!new RecordPath(to).all(out).isEmpty()) {
                taken.add(from);
            }
        });
        JsonNode line = raw.get(TextLines.LINE);
        if (line != null && !out.has("raw_data")) {
            out.put("raw_data", line.asText());
        }
        if (raw instanceof ObjectNode record) {
            ObjectNode rest = rest(record, "", taken);
            rest.remove(TextLines.LINE);
            if (!rest.isEmpty()) {
                out.set("unmapped", rest);
            }
        }
    }

    private static ObjectNode rest(ObjectNode from, String prefix, Set<String> taken) {
        ObjectNode out = MAKE.objectNode();
        from.properties().forEach(e -> {
            String path = prefix + e.getKey();
            if (taken.contains(path)) {
                return;
            }
            boolean below = e.getValue() instanceof ObjectNode
                    && taken.stream()
                            .anyMatch(t ->
                                    t.startsWith(path) && t.length() > path.length() && t.charAt(path.length()) == '.');
            if (!below) {
                out.set(e.getKey(), e.getValue());
                return;
            }
            ObjectNode inner = rest((ObjectNode) e.getValue(), path + ".", taken);
            if (!inner.isEmpty()) {
                out.set(e.getKey(), inner);
            }
        });
        return out;
    }

    private static String caption(OcsfSchema.Type type, String attribute, int value) {
        OcsfSchema.Attribute known = type.shape().attributes().get(attribute);
        return known == null ? "" : known.values().getOrDefault(value, "");
    }
}

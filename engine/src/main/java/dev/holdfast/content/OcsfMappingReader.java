package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the block {@code ocsf:} of a log source. */
final class OcsfMappingReader {
    private OcsfMappingReader() {}

    /** @param base the block it builds on: its classes come after the own ones, its attributes are overridden */
    static OcsfMapping read(Doc doc, OcsfMapping base) {
        doc.only(Set.of("like", "as-is", "product", "vendor", "always", "classes"));
        Map<String, OcsfMapping.Value> always = new LinkedHashMap<>(base.always());
        doc.get("always").ifPresent(map -> always.putAll(values(map)));
        List<OcsfMapping.ClassMapping> classes = new ArrayList<>();
        doc.get("classes").ifPresent(list -> list.items().forEach(item -> classes.add(type(item))));
        classes.addAll(base.classes());
        boolean asIs = doc.truth("as-is", base.asIs());
        if (classes.isEmpty() && !asIs) {
            doc.error("`classes` is missing", "Name the OCSF class of the events");
        }
        return new OcsfMapping(
                asIs,
                doc.text("product", base.product()),
                doc.text("vendor", base.vendor()),
                always,
                List.copyOf(classes));
    }

    private static OcsfMapping.ClassMapping type(Doc doc) {
        doc.only(Set.of("when", "class", "activity", "attributes"));
        return new OcsfMapping.ClassMapping(
                doc.get("when").map(SigmaRoutingReader::lists).orElse(Map.of()),
                doc.needText("class"),
                doc.get("activity")
                        .map(OcsfMappingReader::value)
                        .orElse(new OcsfMapping.Value(List.of(), null, Map.of(), false)),
                doc.get("attributes").map(OcsfMappingReader::values).orElse(Map.of()));
    }

    private static Map<String, OcsfMapping.Value> values(Doc doc) {
        Map<String, OcsfMapping.Value> out = new LinkedHashMap<>();
        doc.entries().forEach((name, value) -> out.put(name, value(value)));
        return out;
    }

    private static OcsfMapping.Value value(Doc doc) {
        if (!doc.isMap()) {
            JsonNode plain = doc.json();
            if (plain.isNumber() || plain.isBoolean()) {
                return new OcsfMapping.Value(List.of(), plain, Map.of(), false);
            }
            return new OcsfMapping.Value(doc.items().stream().map(Doc::text).toList(), null, Map.of(), false);
        }
        doc.only(Set.of("from", "value", "map", "otherwise", "all"));
        Map<String, JsonNode> map = new LinkedHashMap<>();
        doc.get("map")
                .ifPresent(m ->
                        m.entries().forEach((name, value) -> map.put(name.toLowerCase(Locale.ROOT), value.json())));
        JsonNode constant =
                doc.get("value").or(() -> doc.get("otherwise")).map(Doc::json).orElse(null);
        return new OcsfMapping.Value(doc.texts("from"), constant, map, doc.truth("all", false));
    }
}

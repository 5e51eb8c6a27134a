package dev.holdfast.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code sigma:} block of a log source. */
final class SigmaRoutingReader {
    private SigmaRoutingReader() {}

    /**
     * @param doc the block
     * @param product the source's product, which routes have unless they say otherwise
     * @param base the block it builds on: routes are added behind the base's, fields and places go before them
     */
    static SigmaRouting read(Doc doc, String product, SigmaRouting base) {
        doc.only(Set.of("like", "within", "fields", "routes"));
        List<SigmaRouting.Route> routes = new ArrayList<>(base.routes());
        doc.get("routes").ifPresent(list -> list.items().forEach(item -> routes.add(route(item, product))));
        Map<String, List<String>> fields = new LinkedHashMap<>(base.fields());
        doc.get("fields").ifPresent(map -> fields.putAll(lists(map)));
        List<String> within = doc.texts("within");
        return new SigmaRouting(routes, fields, within.isEmpty() ? base.within() : within);
    }

    private static SigmaRouting.Route route(Doc doc, String product) {
        doc.only(Set.of("product", "category", "service", "when", "names"));
        String own = doc.text("product", product);
        String category = doc.text("category", "");
        String service = doc.text("service", "");
        if (category.isEmpty() && service.isEmpty() && doc.get("product").isEmpty()) {
            doc.error("a route needs a category, a service or another product", "Add `category: …`");
        }
        return new SigmaRouting.Route(
                orNull(own),
                orNull(category),
                orNull(service),
                doc.get("when").map(SigmaRoutingReader::lists).orElse(Map.of()),
                doc.get("names").map(SigmaRoutingReader::names).orElse(Map.of()));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() || text.equals("any") ? null : text;
    }

    private static Map<String, String> names(Doc doc) {
        Map<String, String> out = new LinkedHashMap<>();
        doc.entries().forEach((name, value) -> out.put(name, value.text()));
        return out;
    }

    static Map<String, List<String>> lists(Doc doc) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        doc.entries().forEach((name, value) -> {
            List<String> texts = value.items().stream().map(Doc::text).toList();
            if (texts.isEmpty()) {
                value.error("`" + name + "` has no value", "Name at least one");
            }
            out.put(name, texts);
        });
        return out;
    }
}

package dev.holdfast.cli;

import dev.holdfast.content.Doc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What only the company itself can say of its organization: lists in {@code holdfast.yaml} that reach checks as rows of
 * {@code holdfast_setting}, one per value.
 *
 * @param values setting name to its values
 */
record Wanted(Map<String, List<String>> values) {
    static final Wanted NOTHING = new Wanted(Map.of());

    /** Key in the file to the name of the setting, and what a value looks like. */
    private static final Map<String, List<String>> KEYS = Map.of(
            "owned-domains", List.of("owned-domain", "[a-z0-9-]+(\\.[a-z0-9-]+)+"),
            "known-accounts", List.of("known-account", "\\d{12}"),
            "trusted-accounts", List.of("trusted-account", "\\d{12}"),
            "wanted-controls", List.of("wanted-control", "\\S+"),
            "wanted-service-access", List.of("wanted-service-access", "[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com"));

    /** The keys allowed in the section, with these. */
    static Set<String> with(Set<String> others) {
        Set<String> out = new HashSet<>(others);
        out.addAll(KEYS.keySet());
        return out;
    }

    static Wanted read(Doc organization) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        KEYS.forEach((key, meaning) -> organization.get(key).ifPresent(list -> {
            List<String> values = new ArrayList<>();
            for (Doc item : list.items()) {
                if (!item.text().matches(meaning.get(1))) {
                    item.error("`" + item.text() + "` cannot stand in `" + key + "`", "");
                }
                values.add(item.text());
            }
            out.put(meaning.get(0), values);
        }));
        return new Wanted(out);
    }

    /** Gives every value with the name of its setting, sorted by name. */
    void each(BiConsumer<String, String> row) {
        new java.util.TreeMap<>(values).forEach((name, list) -> list.forEach(value -> row.accept(name, value)));
    }
}

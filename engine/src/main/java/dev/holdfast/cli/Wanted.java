package dev.holdfast.cli;

import dev.holdfast.content.Doc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What only the company itself can say of its organization: lists in {@code holdfast.yaml} that reach checks as rows of
 * {@code holdfast_setting}, one per value.
 *
 * @param values setting name to its values
 */
record Wanted(Map<String, List<String>> values) {
    static final Wanted NOTHING = new Wanted(Map.of());

    /** Key in the file to the name of the setting; the schema says what a value looks like. */
    private static final Map<String, String> KEYS = Map.of(
            "owned-domains", "owned-domain",
            "known-accounts", "known-account",
            "trusted-accounts", "trusted-account",
            "wanted-controls", "wanted-control",
            "wanted-service-access", "wanted-service-access");

    static Wanted read(Doc organization) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        KEYS.forEach((key, name) -> organization
                .get(key)
                .ifPresent(list ->
                        out.put(name, list.items().stream().map(Doc::text).toList())));
        return new Wanted(out);
    }

    /** Gives every value with the name of its setting, sorted by name. */
    void each(BiConsumer<String, String> row) {
        new java.util.TreeMap<>(values).forEach((name, list) -> list.forEach(value -> row.accept(name, value)));
    }
}

package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a Sigma rule document: its log source, search identifiers and condition. */
final class SigmaRuleReader {
    private static final Pattern EACH = Pattern.compile("(.*)\\[(any|all|none)]");

    private SigmaRuleReader() {}

    /** Search identifiers and the conditions over them. */
    record Body(Map<String, SigmaSelection> selections, List<SigmaCondition> conditions) {}

    static SigmaRule read(Doc doc, String id, DetectionSamples samples) {
        SigmaMeta meta = SigmaMetaReader.read(doc, id, "detection", samples);
        SigmaRule.Source source =
                doc.need("logsource").map(SigmaRuleReader::source).orElse(new SigmaRule.Source(null, null, null));
        Body body = doc.need("detection")
                .map(detection -> body(detection, Set.of("condition", "timeframe")))
                .orElse(new Body(Map.of(), List.of()));
        return new SigmaRule(meta, source, body.selections(), body.conditions(), List.of(), true);
    }

    /** @param other keys that are no search identifiers */
    static Body body(Doc detection, Set<String> other) {
        Map<String, SigmaSelection> selections = new LinkedHashMap<>();
        List<SigmaCondition> conditions = new ArrayList<>();
        detection.entries().forEach((name, body) -> {
            if (!other.contains(name)) {
                selections.put(name, selection(body));
            }
        });
        if (other.contains("timeframe")) {
            detection
                    .get("timeframe")
                    .ifPresent(d -> d.error(
                            "`timeframe` belongs to the aggregations that Sigma removed",
                            "Write a correlation document with `timespan`"));
        }
        detection
                .need("condition")
                .ifPresent(d -> d.items()
                        .forEach(item -> condition(item, selections.keySet()).ifPresent(conditions::add)));
        if (selections.isEmpty()) {
            detection.error("there is no search identifier", "Add one, such as `selection:`");
        }
        return new Body(selections, List.copyOf(conditions));
    }

    static SigmaRule.Source source(Doc doc) {
        doc.only(Set.of("product", "service", "category", "definition"));
        SigmaRule.Source source = new SigmaRule.Source(
                doc.get("product").map(Doc::text).orElse(null),
                doc.get("service").map(Doc::text).orElse(null),
                doc.get("category").map(Doc::text).orElse(null));
        if (source.product() == null && source.service() == null && source.category() == null) {
            doc.error("`logsource` names no product, service or category", "Add `product: aws`, for example");
        }
        return source;
    }

    private static Optional<SigmaCondition> condition(Doc doc, Set<String> names) {
        try {
            SigmaCondition condition = SigmaConditionParser.parse(doc.text());
            check(condition, names, doc);
            return Optional.of(condition);
        } catch (SigmaConditionParser.Unreadable e) {
            doc.error("the condition cannot be read: " + e.getMessage(), "Mend the condition");
            return Optional.empty();
        }
    }

    private static void check(SigmaCondition condition, Set<String> names, Doc doc) {
        switch (condition) {
            case SigmaCondition.Name name -> {
                if (!names.contains(name.name())) {
                    String near = Nearest.among(name.name(), names);
                    doc.error(
                            "the condition names `" + name.name() + "`, which is not a search identifier here",
                            near.isEmpty()
                                    ? "Known here: " + String.join(", ", names)
                                    : "Did you mean `" + near + "`?");
                }
            }
            case SigmaCondition.Of of -> {
                if (names.stream().noneMatch(of::means)) {
                    doc.error(
                            "no search identifier is meant by `" + of.pattern() + "`",
                            "Known here: " + String.join(", ", names));
                }
            }
            case SigmaCondition.Not not -> check(not.part(), names, doc);
            case SigmaCondition.And and -> and.parts().forEach(part -> check(part, names, doc));
            case SigmaCondition.Or or -> or.parts().forEach(part -> check(part, names, doc));
        }
    }

    private static SigmaSelection selection(Doc doc) {
        if (doc.isMap()) {
            return map(doc);
        }
        if (doc.isList()) {
            List<SigmaSelection> parts = new ArrayList<>();
            List<Doc> words = new ArrayList<>();
            for (Doc item : doc.items()) {
                if (item.isMap()) {
                    parts.add(map(item));
                } else {
                    words.add(item);
                }
            }
            if (!words.isEmpty()) {
                parts.add(new SigmaSelection.Keywords(List.of(), values(words), SigmaPlace.of(doc)));
            }
            if (parts.isEmpty()) {
                doc.error("the list is empty", "Add a value");
            }
            return parts.size() == 1 ? parts.get(0) : new SigmaSelection.Any(List.copyOf(parts));
        }
        return new SigmaSelection.Keywords(List.of(), values(List.of(doc)), SigmaPlace.of(doc));
    }

    private static SigmaSelection map(Doc doc) {
        List<SigmaSelection> parts = new ArrayList<>();
        doc.entries().forEach((key, value) -> parts.add(field(key, value)));
        if (parts.isEmpty()) {
            doc.error("the search identifier is empty", "Add `field: value`");
        }
        return parts.size() == 1 ? parts.get(0) : new SigmaSelection.All(List.copyOf(parts));
    }

    private static SigmaSelection field(String key, Doc value) {
        String[] words = key.split("\\|", -1);
        String path = words[0].strip();
        Matcher each = EACH.matcher(path);
        if (each.matches()) {
            if (words.length > 1) {
                value.error("`" + key + "` takes no modifiers", "Put them on the fields below it");
            }
            if (!value.isMap() && !value.isList()) {
                value.error("below `" + path + "` fields of the element are expected", "Write a map");
            }
            SigmaSelection.Quantifier quantifier =
                    SigmaSelection.Quantifier.valueOf(each.group(2).toUpperCase(Locale.ROOT));
            return new SigmaSelection.Each(each.group(1), quantifier, selection(value));
        }
        List<SigmaModifier> modifiers = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            String word = words[i].strip();
            SigmaModifier.of(word).ifPresentOrElse(modifiers::add, () -> {
                String near = Nearest.among(word, SigmaModifier.WORDS);
                value.error(
                        "unknown modifier `" + word + "` on `" + path + "`",
                        near.isEmpty()
                                ? "Known: "
                                        + String.join(
                                                ", ",
                                                SigmaModifier.WORDS.stream()
                                                        .sorted()
                                                        .toList())
                                : "Did you mean `" + near + "`?");
            });
        }
        SigmaModifiers.check(path, modifiers, value);
        if (value.isMap()) {
            value.error("`" + path + "` has a map as its value", "Write the path with dots, or `" + path + "[any]`");
            return new SigmaSelection.All(List.of());
        }
        List<JsonNode> values = value.isNull() ? values(List.of(value)) : values(value.items());
        if (values.isEmpty()) {
            value.error("`" + path + "` has no value", "Add one, or `null`");
        }
        return path.isEmpty()
                ? new SigmaSelection.Keywords(List.copyOf(modifiers), values, SigmaPlace.of(value))
                : new SigmaSelection.Field(path, List.copyOf(modifiers), values, SigmaPlace.of(value));
    }

    private static List<JsonNode> values(List<Doc> items) {
        List<JsonNode> out = new ArrayList<>();
        for (Doc item : items) {
            if (item.isMap() || item.isList()) {
                item.error("a text, number, truth value or null is expected here", "Flatten it");
            } else {
                out.add(item.json());
            }
        }
        return List.copyOf(out);
    }
}

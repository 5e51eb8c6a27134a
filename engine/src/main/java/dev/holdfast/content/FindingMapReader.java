package dev.holdfast.content;

import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import dev.holdfast.model.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads how findings of other tools enter triage. */
public final class FindingMapReader {
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.(\\d{3}|A\\d{3}))?");
    private static final Set<String> KEYS = Set.of(
            "title",
            "source",
            "takes",
            "leaves",
            "rule",
            "name",
            "reason",
            "severity",
            "first",
            "count",
            "attack",
            "kind",
            "routes");

    private FindingMapReader() {}

    /**
     * Reads every file under {@code findings/}.
     *
     * @param errors where problems are added; a map with problems is left out
     */
    public static List<FindingMap> read(ContentFolder folder, List<ContentError> errors) {
        List<FindingMap> out = new ArrayList<>();
        Set<Event.LogSource> taken = new HashSet<>();
        for (ContentFolder.Unit unit : folder.units("findings", errors)) {
            int before = errors.size();
            FindingMap map = map(unit);
            if (!taken.add(map.source())) {
                unit.doc().error("another file maps `" + map.source() + "` too", "Keep one of them");
            }
            if (errors.size() == before) {
                out.add(map);
            }
        }
        return List.copyOf(out);
    }

    /** Says of each map whether its log source is there. */
    public static void check(List<FindingMap> maps, List<SourceDefinition> sources, List<ContentError> errors) {
        for (FindingMap map : maps) {
            String file = "findings/" + map.id() + ".yaml";
            if (sources.stream().noneMatch(s -> s.source().equals(map.source()))) {
                errors.add(new ContentError(file, 1, 0, "there is no log source `" + map.source() + "`", ""));
            }
        }
    }

    private static FindingMap map(ContentFolder.Unit unit) {
        Doc doc = unit.doc();
        doc.only(KEYS);
        String[] source = doc.needText("source").split("/", 2);
        if (source.length < 2) {
            doc.error("`source` is a product and a service", "Write it like aws/guardduty");
        }
        List<String> level = new ArrayList<>();
        Map<Severity, Double> atLeast = new EnumMap<>(Severity.class);
        doc.need("severity").ifPresent(severity -> severity(severity, level, atLeast));
        return new FindingMap(
                unit.id(),
                doc.needText("title"),
                new Event.LogSource(source[0], source.length < 2 ? "" : source[1]),
                doc.get("takes").map(SourceDefinitions::signs).orElse(List.of()),
                doc.get("leaves").map(SourceDefinitions::signs).orElse(List.of()),
                needed(doc, "rule"),
                needed(doc, "name"),
                needed(doc, "reason"),
                List.copyOf(level),
                Map.copyOf(atLeast),
                doc.texts("first"),
                doc.texts("count"),
                doc.texts("attack"),
                doc.texts("kind"),
                routes(doc));
    }

    private static List<String> needed(Doc doc, String key) {
        return doc.need(key).isPresent() ? doc.texts(key) : List.of();
    }

    private static void severity(Doc doc, List<String> level, Map<Severity, Double> atLeast) {
        doc.only(Set.of("of", "at-least"));
        level.addAll(needed(doc, "of"));
        doc.get("at-least").ifPresent(bounds -> {
            Set<String> words = new HashSet<>();
            for (Severity severity : Severity.values()) {
                words.add(severity.word());
                bounds.get(severity.word()).ifPresent(bound -> {
                    try {
                        atLeast.put(severity, Double.parseDouble(bound.text()));
                    } catch (NumberFormatException e) {
                        bound.error("`" + bound.text() + "` is not a number", "");
                    }
                });
            }
            bounds.only(words);
        });
    }

    private static List<FindingMap.Route> routes(Doc doc) {
        List<FindingMap.Route> out = new ArrayList<>();
        doc.get("routes")
                .ifPresent(list -> list.items().forEach(item -> {
                    item.only(Set.of("kinds", "attack", "respond"));
                    for (String technique : item.texts("attack")) {
                        if (!TECHNIQUE.matcher(technique).matches()) {
                            item.error("`" + technique + "` is not an ATT&CK technique", "Write it like T1078.004");
                        }
                    }
                    String respond = item.text("respond", "");
                    out.add(new FindingMap.Route(
                            needed(item, "kinds"), item.texts("attack"), respond.isEmpty() ? null : respond));
                }));
        return List.copyOf(out);
    }
}

package dev.holdfast.content;

import dev.holdfast.model.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the parts that Sigma rules and correlations have in common. */
final class SigmaMetaReader {
    /** Keys of the specification, two that SigmaHQ's own rules carry besides, and Holdfast's `tests`, `respond`, `told`. */
    private static final Set<String> COMMON = Set.of(
            "title",
            "id",
            "name",
            "related",
            "taxonomy",
            "status",
            "description",
            "license",
            "references",
            "author",
            "date",
            "modified",
            "logsource",
            "fields",
            "falsepositives",
            "level",
            "tags",
            "scope",
            "regression_tests_path",
            "simulation",
            "tests",
            "respond",
            "told");

    private static final Pattern TECHNIQUE = Pattern.compile("attack\\.(t\\d{4}(?:\\.\\d{3})?)");

    private SigmaMetaReader() {}

    static SigmaMeta read(Doc doc, String id, String body, DetectionSamples samples) {
        doc.only(Stream.concat(COMMON.stream(), Stream.of(body)).collect(Collectors.toSet()));
        String title = doc.needText("title");
        if (title.length() > 256) {
            doc.error("the title has more than 256 characters", "Shorten it");
        }
        return new SigmaMeta(
                id,
                title,
                doc.get("name").map(Doc::text).orElse(null),
                doc.get("id").map(Doc::text).orElse(null),
                doc.text("description", "").strip(),
                doc.choice("level", Severity.class, Severity.MEDIUM),
                techniques(doc.texts("tags")),
                doc.get("tests")
                        .map(tests -> DetectionExampleReader.read(tests, samples))
                        .orElse(List.of()),
                doc.get("respond").map(Doc::text).orElse(null),
                doc.truth("told", false),
                SigmaPlace.of(doc));
    }

    private static List<String> techniques(List<String> tags) {
        return tags.stream()
                .map(tag -> TECHNIQUE.matcher(tag.toLowerCase(Locale.ROOT)))
                .filter(java.util.regex.Matcher::matches)
                .map(match -> match.group(1).toUpperCase(Locale.ROOT))
                .distinct()
                .toList();
    }
}

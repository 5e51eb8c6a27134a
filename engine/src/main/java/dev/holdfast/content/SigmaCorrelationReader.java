package dev.holdfast.content;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a Sigma correlation document and resolves the rules it counts. */
final class SigmaCorrelationReader {
    private static final Pattern TIMESPAN = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Set<String> BOUNDS = Set.of("gt", "gte", "lt", "lte", "eq", "neq", "field");
    private static final Set<String> LATER =
            Set.of("temporal", "temporal_ordered", "value_sum", "value_avg", "value_percentile");

    private final Map<String, String> idsByReference;

    /** @param idsByReference rule ids by every name and UUID they may be called by */
    SigmaCorrelationReader(Map<String, String> idsByReference) {
        this.idsByReference = Map.copyOf(idsByReference);
    }

    Optional<SigmaCorrelation> read(Doc doc, String id, DetectionSamples samples) {
        SigmaMeta meta = SigmaMetaReader.read(doc, id, "correlation", samples);
        return doc.need("correlation").flatMap(body -> body(meta, body));
    }

    private Optional<SigmaCorrelation> body(SigmaMeta meta, Doc doc) {
        doc.only(Set.of("type", "rules", "group-by", "timespan", "condition", "aliases", "generate"));
        String word = doc.needText("type");
        if (LATER.contains(word)) {
            doc.error(
                    "correlation type `" + word + "` is not supported yet",
                    "Use `event_count` or `value_count`, or leave this document out");
            return Optional.empty();
        }
        SigmaCorrelation.Type type =
                word.equals("value_count") ? SigmaCorrelation.Type.VALUE_COUNT : SigmaCorrelation.Type.EVENT_COUNT;
        if (!word.equals("event_count") && !word.equals("value_count") && !word.isEmpty()) {
            doc.error("`" + word + "` is not a correlation type", "Use `event_count` or `value_count`");
        }
        Doc condition = doc.need("condition").orElse(doc);
        long[] bounds = bounds(condition);
        List<String> fields = condition == doc ? List.of() : condition.texts("field");
        if (type == SigmaCorrelation.Type.VALUE_COUNT && fields.isEmpty()) {
            condition.error("`value_count` counts the values of `field`, which is missing", "Add `field: …`");
        }
        return Optional.of(new SigmaCorrelation(
                meta,
                type,
                rules(doc),
                doc.texts("group-by"),
                aliases(doc),
                timespan(doc),
                fields,
                bounds[0],
                bounds[1]));
    }

    private List<String> rules(Doc doc) {
        return doc.need("rules")
                .map(list -> list.items().stream()
                        .flatMap(item -> resolve(item).stream())
                        .distinct()
                        .toList())
                .orElse(List.of());
    }

    private Optional<String> resolve(Doc item) {
        String id = idsByReference.get(item.text());
        if (id == null) {
            item.error(
                    "no rule has the name or id `" + item.text() + "`",
                    "Give the rule a `name:`, or mend the reference; correlations of correlations are not supported yet");
        }
        return Optional.ofNullable(id);
    }

    private Map<String, Map<String, String>> aliases(Doc doc) {
        Map<String, Map<String, String>> out = new HashMap<>();
        doc.get("aliases")
                .ifPresent(aliases -> aliases.entries().forEach((alias, fields) -> {
                    Map<String, String> byRule = new HashMap<>();
                    fields.entries().forEach((rule, field) -> {
                        String id = idsByReference.get(rule);
                        if (id == null) {
                            field.error("no rule has the name `" + rule + "`", "Mend the alias");
                        } else {
                            byRule.put(id, field.text());
                        }
                    });
                    out.put(alias, Map.copyOf(byRule));
                }));
        return Map.copyOf(out);
    }

    private static Duration timespan(Doc doc) {
        String text = doc.needText("timespan");
        Matcher match = TIMESPAN.matcher(text);
        if (!match.matches() || match.group(1).matches("0+")) {
            doc.get("timespan")
                    .ifPresent(d -> d.error(
                            "`" + text + "` is not a timespan", "Write a number and s, m, h or d, such as `10m`"));
            return Duration.ofSeconds(1);
        }
        long number = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /**
     * Least and most. A condition with no lower bound (`lt`, `lte`, `neq` alone) is refused: it would hold for the very
     * first event and could be known only after the window has closed.
     */
    private static long[] bounds(Doc condition) {
        long[] out = {0, Long.MAX_VALUE};
        if (!condition.isMap()) {
            condition.error("a mapping such as `gte: 10` is expected here", "");
            return out;
        }
        condition.only(BOUNDS);
        condition.get("gt").ifPresent(d -> out[0] = condition.number("gt", 0) + 1);
        condition.get("gte").ifPresent(d -> out[0] = Math.max(out[0], condition.number("gte", 1)));
        condition.get("lt").ifPresent(d -> out[1] = condition.number("lt", 1) - 1);
        condition.get("lte").ifPresent(d -> out[1] = Math.min(out[1], condition.number("lte", 1)));
        condition.get("eq").ifPresent(d -> {
            out[0] = condition.number("eq", 1);
            out[1] = out[0];
        });
        if (condition.get("neq").isPresent()) {
            condition.error("`neq` is not supported in a stream of events", "Use `gt` or `gte`");
        }
        if (out[0] < 1) {
            condition.error("the condition has no lower bound", "Add `gte: …`, at least 1");
        } else if (out[0] > out[1]) {
            condition.error("no count can fulfil this condition", "The lower bound is above the upper one");
        }
        return out;
    }
}

package dev.holdfast.content;

import java.util.List;
import java.util.Set;

/** Reads Sigma filter documents and joins them to the rules they concern. */
final class SigmaFilterReader {
    private SigmaFilterReader() {}

    static SigmaFilter read(Doc doc, String id, DetectionSamples samples) {
        SigmaMeta meta = SigmaMetaReader.read(doc, id, "filter", samples);
        Doc filter = doc.need("filter").orElse(doc);
        SigmaRuleReader.Body body = SigmaRuleReader.body(filter, Set.of("condition", "rules"));
        List<String> rules = filter.texts("rules");
        if (rules.isEmpty()) {
            filter.error("`rules` is missing", "Name the rules by id or name, or write `rules: any`");
        }
        return new SigmaFilter(
                meta.title(),
                rules.equals(List.of("any")) ? List.of() : rules,
                doc.need("logsource").map(SigmaRuleReader::source).orElse(new SigmaRule.Source(null, null, null)),
                body.selections(),
                body.conditions(),
                SigmaPlace.of(doc));
    }

    /** The rule with the filters that concern it. */
    static SigmaRule join(SigmaRule rule, List<SigmaFilter> filters) {
        List<SigmaFilter> meant = filters.stream().filter(f -> f.concerns(rule)).toList();
        return meant.isEmpty() ? rule : rule.with(meant);
    }
}

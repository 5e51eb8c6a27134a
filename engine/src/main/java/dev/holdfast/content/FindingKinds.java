package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.model.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of what another tool finds: each kind of finding becomes a rule of its own, with the technique it means
 * and the runbook that answers it, so that people can suppress and count each by itself. Kinds that are not listed are
 * taken by their beginning ({@code others:}); the empty beginning takes the rest.
 */
final class FindingKinds {
    private static final Set<String> TOP =
            Set.of("title", "logsource", "field", "sample", "unless", "references", "finds", "others");
    private static final Set<String> KIND = Set.of("title", "level", "attack", "respond");
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");

    private final Doc doc;
    private final String id;
    private final SigmaRule.Source source;
    private final String field;
    private final Map<String, SigmaSelection> unless = new LinkedHashMap<>();
    private final Optional<JsonNode> sample;

    private FindingKinds(Doc doc, String id, DetectionSamples samples) {
        this.doc = doc.only(TOP);
        this.id = id;
        doc.needText("title");
        this.source = doc.need("logsource").map(SigmaRuleReader::source).orElse(new SigmaRule.Source(null, null, null));
        this.field = doc.needText("field");
        this.sample = doc.need("sample").flatMap(samples::read);
        doc.get("unless")
                .ifPresent(list -> list.entries()
                        .forEach((path, value) ->
                                unless.put("unless_" + path, equal(path, List.of(value.json()), value))));
    }

    static List<SigmaRule> read(Doc doc, String id, DetectionSamples samples) {
        return new FindingKinds(doc, id, samples).rules();
    }

    private List<SigmaRule> rules() {
        List<SigmaRule> out = new ArrayList<>();
        Map<String, Doc> listed = doc.need("finds").map(Doc::entries).orElse(Map.of());
        listed.forEach((kind, body) ->
                out.add(rule(kind, body, equal(field, List.of(new TextNode(kind)), body), null, kind)));
        Map<String, Doc> others = doc.get("others").map(Doc::entries).orElse(Map.of());
        others.forEach((begin, body) -> {
            List<JsonNode> longer = others.keySet().stream()
                    .filter(o -> o.length() > begin.length() && o.startsWith(begin))
                    .<JsonNode>map(TextNode::new)
                    .toList();
            List<SigmaSelection> known = new ArrayList<>();
            known.add(equal(
                    field, listed.keySet().stream().<JsonNode>map(TextNode::new).toList(), body));
            if (!longer.isEmpty()) {
                known.add(starts(longer, body));
            }
            SigmaSelection selection = begin.isEmpty()
                    ? new SigmaSelection.Field(
                            field, List.of(SigmaModifier.EXISTS), List.of(BooleanNode.TRUE), SigmaPlace.of(body))
                    : starts(List.of(new TextNode(begin)), body);
            out.add(rule(
                    begin.isEmpty() ? "other" : begin + "*",
                    body,
                    selection,
                    new SigmaSelection.Any(known),
                    begin + "New"));
        });
        return List.copyOf(out);
    }

    private SigmaRule rule(
            String kind, Doc body, SigmaSelection selection, @Nullable SigmaSelection known, String example) {
        body.only(KIND);
        for (String technique : body.texts("attack")) {
            if (!TECHNIQUE.matcher(technique).matches()) {
                body.error("`" + technique + "` is not the id of a technique", "Write it like T1098.001");
            }
        }
        Map<String, SigmaSelection> selections = new LinkedHashMap<>();
        List<SigmaCondition> parts = new ArrayList<>();
        selections.put("kind", selection);
        parts.add(new SigmaCondition.Name("kind"));
        if (known != null) {
            selections.put("known", known);
            parts.add(new SigmaCondition.Not(new SigmaCondition.Name("known")));
        }
        unless.forEach((name, other) -> {
            selections.put(name, other);
            parts.add(new SigmaCondition.Not(new SigmaCondition.Name(name)));
        });
        SigmaMeta meta = new SigmaMeta(
                id + "#" + kind,
                body.needText("title"),
                null,
                null,
                "",
                body.choice("level", Severity.class, Severity.MEDIUM),
                body.texts("attack"),
                tests(example, body),
                body.get("respond").map(Doc::text).orElse(null),
                true,
                SigmaPlace.of(body));
        SigmaCondition condition = parts.size() == 1 ? parts.get(0) : new SigmaCondition.And(List.copyOf(parts));
        return new SigmaRule(meta, source, selections, List.of(condition), List.of(), true);
    }

    /** The sample with this kind must hit; a kind that begins and ends like none must not. */
    private List<DetectionExample> tests(String example, Doc body) {
        return Stream.of(example, "\u0000")
                .flatMap(kind -> sample.flatMap(raw -> with(raw, kind)).stream()
                        .map(raw -> new DetectionExample(
                                kind.equals(example) ? "such a finding" : "a record without a kind",
                                List.of(new DetectionExample.ExampleEvent(raw, 0)),
                                kind.equals(example),
                                SigmaPlace.of(body))))
                .toList();
    }

    private Optional<JsonNode> with(JsonNode raw, String kind) {
        if (!(raw.deepCopy() instanceof ObjectNode out)) {
            return Optional.empty();
        }
        if (kind.equals("\u0000")) {
            out.remove(field);
        } else {
            out.put(field, kind);
        }
        return Optional.of(out);
    }

    private SigmaSelection starts(List<JsonNode> values, Doc place) {
        return new SigmaSelection.Field(field, List.of(SigmaModifier.STARTSWITH), values, SigmaPlace.of(place));
    }

    private static SigmaSelection equal(String path, List<JsonNode> values, Doc place) {
        return new SigmaSelection.Field(path, List.of(), values, SigmaPlace.of(place));
    }
}

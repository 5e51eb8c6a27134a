package dev.holdfast.report.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Verdicts as they are kept to be compared with those of a later run: a line that names the checks judged by, then a
 * line for each verdict. Only what the comparison needs is kept.
 *
 * @param rules the checks judged by
 * @param findings verdicts without frameworks, remediation and fix
 */
public record KeptVerdicts(Set<String> rules, List<Finding> findings) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Copies its collections. */
    public KeptVerdicts {
        rules = Set.copyOf(rules);
        findings = List.copyOf(findings);
    }

    /** The lines. */
    public static String write(Set<String> rules, Collection<Finding> findings) {
        StringBuilder out = new StringBuilder();
        var head = Json.top();
        head.set("checks", Json.strings(new TreeSet<>(rules)));
        out.append(Json.line(head));
        findings.stream()
                .sorted(FindingsJson.STABLE)
                .forEach(f -> out.append(Json.line(Json.object()
                        .put("check", f.rule())
                        .put("title", f.title())
                        .put("function", f.function().name())
                        .put("severity", f.severity().name())
                        .put("outcome", f.outcome().name())
                        .put("resource", f.resource())
                        .put("account", f.account())
                        .put("region", f.region())
                        .put("reason", f.reason()))));
        return out.toString();
    }

    /** @throws IllegalArgumentException when these are not such lines */
    public static KeptVerdicts read(String lines) {
        Set<String> rules = new TreeSet<>();
        List<Finding> findings = new ArrayList<>();
        try {
            for (String line : lines.lines().toList()) {
                JsonNode node = MAPPER.readTree(line);
                if (node.has("checks")) {
                    node.path("checks").forEach(id -> rules.add(id.asText()));
                } else {
                    findings.add(finding(node));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not kept verdicts: " + e.getOriginalMessage(), e);
        }
        return new KeptVerdicts(rules, findings);
    }

    private static Finding finding(JsonNode node) {
        return new Finding(
                Finding.Kind.CHECK,
                node.path("check").asText(),
                node.path("title").asText(),
                NistFunction.valueOf(node.path("function").asText()),
                Severity.valueOf(node.path("severity").asText()),
                Outcome.valueOf(node.path("outcome").asText()),
                node.path("resource").asText(),
                node.path("account").asText(),
                node.path("region").asText(),
                node.path("reason").asText(),
                Map.of(),
                "",
                null,
                null);
    }
}

package dev.holdfast.detect;

import dev.holdfast.content.Detection;
import dev.holdfast.content.SigmaCorrelation;
import dev.holdfast.content.SigmaMeta;
import dev.holdfast.content.SigmaRule;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All detections compiled once: without state, safe for many threads, shared by every {@link Detector}. */
public final class DetectionRules {
    private final List<CompiledRule> rules;
    private final List<SigmaCorrelation> correlations;

    private DetectionRules(List<CompiledRule> rules, List<SigmaCorrelation> correlations) {
        this.rules = List.copyOf(rules);
        this.correlations = List.copyOf(correlations);
    }

    /**
     * Compiles detections.
     *
     * @param detections as read from content
     * @param placeholders values for rules that say {@code expand}
     * @param errors where problems are added, with file and line; a rule with problems is left out, and so is a
     *     correlation that counts it
     */
    public static DetectionRules compile(
            List<Detection> detections, Placeholders placeholders, List<ContentError> errors) {
        List<CompiledRule> rules = new ArrayList<>();
        List<SigmaCorrelation> correlations = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Detection detection : detections) {
            for (SigmaRule rule : detection.rules()) {
                CompiledRule.compile(rule, placeholders, errors).ifPresent(rules::add);
            }
        }
        rules.forEach(rule -> known.add(rule.rule().meta().id()));
        for (Detection detection : detections) {
            for (SigmaCorrelation correlation : detection.correlations()) {
                if (known.containsAll(correlation.rules())) {
                    correlations.add(correlation);
                } else {
                    errors.add(correlation
                            .meta()
                            .place()
                            .error("a rule that this correlation counts cannot be used", "Mend that rule first"));
                }
            }
        }
        return new DetectionRules(rules, correlations);
    }

    /** How many rule documents are ready. */
    public int ruleCount() {
        return rules.size();
    }

    /** How many correlations are ready. */
    public int correlationCount() {
        return correlations.size();
    }

    /** What every document that finds something says about itself, in order. */
    public List<SigmaMeta> finders() {
        List<SigmaMeta> out = new ArrayList<>();
        rules.stream()
                .filter(r -> r.rule().emits())
                .forEach(r -> out.add(r.rule().meta()));
        correlations.forEach(c -> out.add(c.meta()));
        return List.copyOf(out);
    }

    /** Ids of rules that none of these sources feeds: they can never find anything. */
    public List<String> blind(List<Event.LogSource> sources) {
        return rules.stream()
                .map(CompiledRule::rule)
                .filter(rule -> sources.stream().noneMatch(rule.logsource()::takes))
                .map(rule -> rule.meta().id())
                .toList();
    }

    List<String> ids() {
        return rules.stream().map(rule -> rule.rule().meta().id()).toList();
    }

    List<CompiledRule> rulesFor(Event.LogSource source) {
        return rules.stream().filter(r -> r.rule().logsource().takes(source)).toList();
    }

    List<SigmaCorrelation> correlationsOf(String rule) {
        return correlations.stream().filter(c -> c.rules().contains(rule)).toList();
    }
}

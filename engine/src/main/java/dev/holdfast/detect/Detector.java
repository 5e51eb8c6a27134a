package dev.holdfast.detect;

import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiled rules over a stream of events. Used by one thread at a time; for the same events in the same order it gives
 * the same findings, whether they come live, from an archive or from a rule's example.
 */
public final class Detector {
    private static final int MAX_ROUTES = 1_000;

    private final DetectionRules rules;
    private final FindingWriter writer;
    private final Map<String, List<Correlator>> correlators = new HashMap<>();
    private final Map<Event.LogSource, List<CompiledRule>> routes = new HashMap<>();

    /**
     * @param rules compiled once
     * @param sources where in the events of each source actor, key and resource stand
     * @param state what correlations remember; of this detector alone
     */
    public Detector(DetectionRules rules, List<SourceDefinition> sources, CorrelationState state) {
        this.rules = rules;
        this.writer = new FindingWriter(sources);
        Map<String, Correlator> byId = new HashMap<>();
        rules.ids()
                .forEach(rule -> correlators.put(
                        rule,
                        rules.correlationsOf(rule).stream()
                                .map(c -> byId.computeIfAbsent(c.meta().id(), id -> new Correlator(c, state)))
                                .toList()));
    }

    /** Asks every rule that concerns the event's source; gives what was found, in the rules' order. */
    public List<Finding> accept(Event event) {
        List<Finding> out = new ArrayList<>();
        for (CompiledRule rule : route(event.source())) {
            if (!rule.matches(event.raw())) {
                continue;
            }
            String id = rule.rule().meta().id();
            if (rule.rule().emits()) {
                out.add(writer.single(rule.rule().meta(), event));
            }
            for (Correlator correlator : correlators.getOrDefault(id, List.of())) {
                Optional<Correlator.Reached> reached = correlator.accept(event, id);
                reached.ifPresent(r -> out.add(writer.burst(correlator.correlation(), r.events(), event)));
            }
        }
        return out;
    }

    private List<CompiledRule> route(Event.LogSource source) {
        if (routes.size() > MAX_ROUTES) {
            routes.clear();
        }
        return routes.computeIfAbsent(source, rules::rulesFor);
    }
}

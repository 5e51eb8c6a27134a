package dev.holdfast.detect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.SigmaCorrelation;
import dev.holdfast.content.SigmaRouting;
import dev.holdfast.content.SigmaRule;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Enrichment;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compiled rules over a stream of events. Used by one thread at a time; for the same events in the same order it gives
 * the same findings, whether they come live, from an archive or from a rule's example.
 */
public final class Detector {
    private static final int MAX_ROUTES = 1_000;

    /** Where the events of one source go. */
    record Way(SourceFields fields, Matcher matcher, Matching matching) {}

    private final DetectionRules rules;
    private final Map<Event.LogSource, SourceFields> fields = new HashMap<>();
    private final FindingWriter writer;
    private final Enrichment enrichment;
    private final Map<String, List<Correlator>> correlators = new HashMap<>();
    private final Map<Event.LogSource, Way> ways = new HashMap<>();

    /**
     * @param rules compiled once
     * @param sources where in the events of each source fields, actor, key and resource stand
     * @param state what correlations remember; of this detector alone
     */
    public Detector(DetectionRules rules, List<SourceDefinition> sources, CorrelationState state) {
        this(rules, sources, state, Enrichment.NONE);
    }

    /** @param enrichment asked about each event that rules concern; rules read what it says below {@code holdfast.} */
    public Detector(
            DetectionRules rules, List<SourceDefinition> sources, CorrelationState state, Enrichment enrichment) {
        this.rules = rules;
        this.enrichment = enrichment;
        sources.forEach(source -> fields.putIfAbsent(source.source(), new SourceFields(source.sigma())));
        this.writer = new FindingWriter(sources, this::fields);
        for (SigmaCorrelation correlation : rules.correlations()) {
            Correlator correlator = new Correlator(correlation, state);
            correlation
                    .rules()
                    .forEach(rule -> correlators
                            .computeIfAbsent(rule, r -> new ArrayList<>())
                            .add(correlator));
        }
    }

    /** Asks every rule that concerns the event's source; gives what was found, in the rules' order. */
    public List<Finding> accept(Event event) {
        Way way = way(event.source());
        if (way.matcher().rules.isEmpty()) {
            return List.of();
        }
        Event whole = enriched(event);
        way.matching().read(whole.raw());
        int[] hits = way.matching().hits();
        return hits.length == 0 ? List.of() : found(whole, way, hits);
    }

    /** The event with what is known besides; the record itself stays as it was written. */
    private Event enriched(Event event) {
        if (enrichment.equals(Enrichment.NONE) || !(event.raw() instanceof ObjectNode raw)) {
            return event;
        }
        ObjectNode known = enrichment.of(writer.view(event).about(event));
        if (known.isEmpty()) {
            return event;
        }
        ObjectNode copy = raw.objectNode();
        copy.setAll(raw);
        copy.set(Facts.MEMBER, known);
        return new Event(event.id(), event.time(), event.source(), copy, event.origin());
    }

    /**
     * What tells whether a rule hits a record of a source, without making an event of it.
     *
     * @param wanted members of the record itself, asked about by number
     */
    public Sieve sieve(Event.LogSource source, List<String> wanted) {
        return Sieve.of(rules, fields(source), source, wanted);
    }

    /** What the rules that hit an event find. */
    List<Finding> found(Event event, Way way, int[] hits) {
        List<Finding> out = new ArrayList<>();
        for (int hit : hits) {
            SigmaRule rule = way.matcher().rules.get(hit).rule();
            if (rule.emits()) {
                out.add(writer.single(rule.meta(), event));
            }
            correlate(rule.meta().id(), event, way.fields(), out, false);
        }
        return out;
    }

    /**
     * A correlation that is reached hits in its turn those that take it; while its burst goes on, only those that ask what
     * came together or in which order, since others count bursts.
     */
    private void correlate(String hit, Event event, SourceFields names, List<Finding> out, boolean goesOn) {
        for (Correlator correlator : correlators.getOrDefault(hit, List.of())) {
            if (goesOn && !correlator.correlation().type().temporal()) {
                continue;
            }
            correlator.accept(event, hit, names, goesOn).ifPresent(reached -> {
                if (!reached.goesOn() && correlator.correlation().emits()) {
                    out.add(writer.burst(correlator.correlation(), reached, event));
                }
                correlate(correlator.correlation().meta().id(), event, names, out, reached.goesOn());
            });
        }
    }

    Way way(Event.LogSource source) {
        if (ways.size() > MAX_ROUTES) {
            ways.clear();
        }
        return ways.computeIfAbsent(source, s -> {
            SourceFields names = fields(s);
            Matcher matcher = rules.route(s, names);
            return new Way(names, matcher, new Matching(matcher));
        });
    }

    private SourceFields fields(Event.LogSource source) {
        return fields.computeIfAbsent(source, s -> new SourceFields(SigmaRouting.PLAIN));
    }
}

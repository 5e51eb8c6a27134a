package dev.holdfast.detect;

import dev.holdfast.content.Detection;
import dev.holdfast.content.SigmaCorrelation;
import dev.holdfast.content.SigmaMeta;
import dev.holdfast.content.SigmaRouting;
import dev.holdfast.content.SigmaRule;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All detections compiled once: without state, safe for many threads, shared by every {@link Detector}. */
public final class DetectionRules {
    private static final int MAX_ROUTES = 1_000;

    private record RouteKey(Event.LogSource source, SigmaRouting routing) {}

    private final List<SigmaRule> rules;
    private final List<SigmaCorrelation> correlations;
    private final Placeholders placeholders;
    private final Map<RouteKey, Matcher> routes = new ConcurrentHashMap<>();

    private DetectionRules(List<SigmaRule> rules, List<SigmaCorrelation> correlations, Placeholders placeholders) {
        this.rules = List.copyOf(rules);
        this.correlations = List.copyOf(correlations);
        this.placeholders = placeholders;
    }

    /**
     * Compiles detections.
     *
     * @param detections as read from content
     * @param placeholders values for rules that say {@code expand}
     * @param errors where problems are added, with file and line; a rule with problems is left out, and so is a
     *     correlation that takes it
     */
    public static DetectionRules compile(
            List<Detection> detections, Placeholders placeholders, List<ContentError> errors) {
        List<SigmaRule> rules = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (Detection detection : detections) {
            for (SigmaRule rule : detection.rules()) {
                if (CompiledRule.compile(rule, placeholders, errors).isPresent()) {
                    rules.add(rule);
                    known.add(rule.meta().id());
                }
            }
        }
        List<SigmaCorrelation> open = new ArrayList<>();
        detections.forEach(detection -> open.addAll(detection.correlations()));
        List<SigmaCorrelation> ready = new ArrayList<>();
        boolean found = true;
        while (found) {
            found = false;
            for (SigmaCorrelation correlation : List.copyOf(open)) {
                if (known.containsAll(correlation.rules())) {
                    ready.add(correlation);
                    known.add(correlation.meta().id());
                    open.remove(correlation);
                    found = true;
                }
            }
        }
        open.forEach(correlation -> errors.add(correlation
                .meta()
                .place()
                .error("a rule that this correlation takes cannot be used", "Mend that rule first")));
        return new DetectionRules(rules, ready, placeholders);
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
        rules.stream().filter(SigmaRule::emits).forEach(rule -> out.add(rule.meta()));
        correlations.stream().filter(SigmaCorrelation::emits).forEach(c -> out.add(c.meta()));
        return List.copyOf(out);
    }

    /** Ids of rules that none of these sources feeds: they can never find anything. */
    public List<String> blind(List<SourceDefinition> sources) {
        List<SigmaRouting.Route> served = sources.stream()
                .flatMap(source -> source.sigma().routesOf(source.source()).stream())
                .toList();
        return rules.stream()
                .filter(rule -> served.stream().noneMatch(route -> route.serves(rule.logsource())))
                .map(rule -> rule.meta().id())
                .toList();
    }

    /** The rules that concern the events of a source, as one matcher; compiled once and kept. */
    Matcher route(Event.LogSource source, SourceFields fields) {
        if (routes.size() > MAX_ROUTES) {
            routes.clear();
        }
        return routes.computeIfAbsent(
                new RouteKey(source, fields.routing()), key -> Matcher.of(compiled(source, fields)));
    }

    /** The same, which finds some places besides. */
    Matcher route(Event.LogSource source, SourceFields fields, List<FieldPath> wanted) {
        RouteKey key = new RouteKey(source, fields.routing());
        Matcher known = routes.get(key);
        if (known != null) {
            return Matcher.of(known.rules, wanted);
        }
        // Whoever asks without such places later is served as well by this one; to compile twice would be a second's
        // work.
        Matcher made = Matcher.of(compiled(source, fields), wanted);
        routes.putIfAbsent(key, made);
        return made;
    }

    private List<CompiledRule> compiled(Event.LogSource source, SourceFields fields) {
        return rules.stream()
                .flatMap(rule -> CompiledRule.route(rule, placeholders, source, fields).stream())
                .toList();
    }

    /** Correlations, each after those whose hits it takes. */
    List<SigmaCorrelation> correlations() {
        return correlations;
    }
}

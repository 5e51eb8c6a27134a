package dev.holdfast.content;

import dev.holdfast.model.ContentError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads all detections of the content folders. First rules and filters, then the correlations that name them or each
 * other.
 */
public final class Detections {
    private final DetectionSamples samples;
    private final List<ContentError> errors;
    private final Map<String, List<SigmaRule>> rules = new HashMap<>();
    private final List<SigmaFilter> filters = new ArrayList<>();
    private final Map<String, String> idsByReference = new HashMap<>();

    private Detections(DetectionSamples samples, List<ContentError> errors) {
        this.samples = samples;
        this.errors = errors;
    }

    /**
     * Reads every file under {@code detections/}.
     *
     * @param folder where
     * @param errors where problems are added; a document with problems is left out
     * @return sorted by id
     */
    public static List<Detection> read(ContentFolder folder, List<ContentError> errors) {
        return read(folder.units("detections", errors), new DetectionSamples(folder), errors);
    }

    /** Reads the given files; for rules that do not lie in a content folder. */
    public static List<Detection> read(
            List<ContentFolder.Unit> units, DetectionSamples samples, List<ContentError> errors) {
        return new Detections(samples, errors).read(units);
    }

    private List<Detection> read(List<ContentFolder.Unit> units) {
        Map<String, Map<Doc, SigmaMeta>> correlations = new HashMap<>();
        for (ContentFolder.Unit unit : units) {
            rules.put(unit.id(), rules(unit));
            correlations.put(unit.id(), correlations(unit));
        }
        checkFilters();
        SigmaCorrelationReader reader = new SigmaCorrelationReader(idsByReference);
        Map<String, List<SigmaCorrelation>> read = new HashMap<>();
        for (ContentFolder.Unit unit : units) {
            List<SigmaCorrelation> out = new ArrayList<>();
            correlations.getOrDefault(unit.id(), Map.of()).forEach((doc, meta) -> {
                int before = errors.size();
                Optional<SigmaCorrelation> correlation = reader.read(doc, meta);
                if (errors.size() == before) {
                    correlation.ifPresent(out::add);
                }
            });
            read.put(unit.id(), out);
        }
        SigmaChains.refuseCircles(read.values().stream().flatMap(List::stream).toList(), errors);
        return units.stream().map(unit -> detection(unit, read)).toList();
    }

    private Detection detection(ContentFolder.Unit unit, Map<String, List<SigmaCorrelation>> read) {
        List<SigmaCorrelation> correlations = read.getOrDefault(unit.id(), List.of());
        // What a correlation of its own file takes finds nothing by itself, unless the correlation says `generate`.
        Set<String> quiet = new HashSet<>();
        correlations.stream().filter(c -> !c.generate()).forEach(c -> quiet.addAll(c.rules()));
        correlations.stream()
                .filter(SigmaCorrelation::generate)
                .forEach(c -> c.rules().forEach(quiet::remove));
        return new Detection(
                unit.id(),
                unit.doc().file(),
                rules.getOrDefault(unit.id(), List.of()).stream()
                        .map(rule -> SigmaFilterReader.join(rule, filters)
                                .emitting(!quiet.contains(rule.meta().id())))
                        .toList(),
                correlations.stream()
                        .map(c -> c.emitting(!quiet.contains(c.meta().id())))
                        .toList());
    }

    /** What our own detections owe besides being readable: examples both ways, and a technique. */
    public static List<ContentError> lint(List<Detection> detections) {
        List<ContentError> out = new ArrayList<>();
        for (Detection detection : detections) {
            for (SigmaMeta meta : detection.finders()) {
                if (meta.tests().stream().noneMatch(DetectionExample::hit)) {
                    out.add(meta.place().error("no example that hits", "Add one with `is: hit` under `tests:`"));
                }
                if (meta.tests().stream().allMatch(DetectionExample::hit)) {
                    out.add(meta.place().error("no example that misses", "Add one with `is: miss` under `tests:`"));
                }
                if (meta.attack().isEmpty()) {
                    out.add(meta.place().error("no ATT&CK technique", "Add a tag such as `attack.t1098.001`"));
                }
            }
        }
        return out;
    }

    private List<SigmaRule> rules(ContentFolder.Unit unit) {
        List<SigmaRule> out = new ArrayList<>();
        boolean alone = unit.docs().size() == 1;
        for (int i = 0; i < unit.docs().size(); i++) {
            Doc doc = unit.docs().get(i);
            int before = errors.size();
            String id = alone ? unit.id() : unit.id() + "#" + doc.text("name", Integer.toString(i + 1));
            if (!doc.isMap()) {
                doc.error("a mapping with `title` and `detection` is expected here", "");
            } else if (doc.get("filter").isPresent()) {
                SigmaFilter filter = SigmaFilterReader.read(doc, id, samples);
                if (errors.size() == before) {
                    filters.add(filter);
                }
            } else if (doc.get("correlation").isEmpty()) {
                SigmaRule rule = SigmaRuleReader.read(doc, id, samples);
                if (errors.size() == before) {
                    out.add(rule);
                    register(rule.meta());
                }
            }
        }
        return out;
    }

    /** Says what correlations say about themselves, so that one may be named before it is read. */
    private Map<Doc, SigmaMeta> correlations(ContentFolder.Unit unit) {
        List<Doc> docs = unit.docs().stream()
                .filter(doc -> doc.get("correlation").isPresent())
                .toList();
        Map<Doc, SigmaMeta> out = new java.util.LinkedHashMap<>();
        for (int i = 0; i < docs.size(); i++) {
            int before = errors.size();
            String id =
                    docs.size() == 1 ? unit.id() : unit.id() + "#" + docs.get(i).text("name", "correlation-" + (i + 1));
            SigmaMeta meta = SigmaMetaReader.read(docs.get(i), id, "correlation", samples);
            if (errors.size() == before) {
                out.put(docs.get(i), meta);
                register(meta);
            }
        }
        return out;
    }

    private void checkFilters() {
        List<SigmaRule> all = rules.values().stream().flatMap(List::stream).toList();
        for (SigmaFilter filter : filters) {
            for (String reference : filter.rules()) {
                List<SigmaRule> named =
                        all.stream().filter(r -> r.meta().called(reference)).toList();
                if (named.isEmpty()) {
                    errors.add(filter.place()
                            .error(
                                    "the filter names `" + reference + "`, which is no rule here",
                                    "Mend the reference"));
                } else if (named.stream().noneMatch(filter::concerns)) {
                    errors.add(filter.place()
                            .error(
                                    "the filter's log source is not that of the rule `" + reference + "`",
                                    "Name no more in `logsource` than the rule does"));
                }
            }
        }
    }

    private void register(SigmaMeta meta) {
        register(meta, meta.name());
        register(meta, meta.uuid());
    }

    private void register(SigmaMeta meta, @Nullable String reference) {
        if (reference != null && idsByReference.putIfAbsent(reference, meta.id()) != null) {
            errors.add(meta.place()
                    .error(
                            "`" + reference + "` is already the name or id of `" + idsByReference.get(reference) + "`",
                            "Give it another"));
        }
    }
}

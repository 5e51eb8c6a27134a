package dev.holdfast.content;

import dev.holdfast.model.ContentError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads all detections of the content folders. Two passes: rules first, then the correlations that name them.
 */
public final class Detections {
    private Detections() {}

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
        Map<String, List<SigmaRule>> rules = new HashMap<>();
        Map<String, String> idsByReference = new HashMap<>();
        for (ContentFolder.Unit unit : units) {
            List<SigmaRule> read = rules(unit, samples, errors);
            rules.put(unit.id(), read);
            for (SigmaRule rule : read) {
                register(rule.meta(), rule.meta().name(), idsByReference, errors);
                register(rule.meta(), rule.meta().uuid(), idsByReference, errors);
            }
        }
        SigmaCorrelationReader reader = new SigmaCorrelationReader(idsByReference);
        List<Detection> out = new ArrayList<>();
        for (ContentFolder.Unit unit : units) {
            List<SigmaCorrelation> correlations = correlations(unit, reader, samples, errors);
            out.add(new Detection(
                    unit.id(),
                    unit.doc().file(),
                    quiet(unit, rules.getOrDefault(unit.id(), List.of()), correlations),
                    correlations));
        }
        return List.copyOf(out);
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

    private static List<SigmaRule> rules(ContentFolder.Unit unit, DetectionSamples samples, List<ContentError> errors) {
        List<SigmaRule> out = new ArrayList<>();
        boolean alone = unit.docs().size() == 1;
        for (int i = 0; i < unit.docs().size(); i++) {
            Doc doc = unit.docs().get(i);
            if (doc.get("filter").isPresent()) {
                doc.error(
                        "Sigma filter documents are not supported yet", "Put the exception into the rule's condition");
            } else if (doc.get("correlation").isEmpty()) {
                int before = errors.size();
                String id = alone ? unit.id() : unit.id() + "#" + doc.text("name", Integer.toString(i + 1));
                SigmaRule rule = SigmaRuleReader.read(doc, id, samples);
                if (errors.size() == before) {
                    out.add(rule);
                }
            }
        }
        return out;
    }

    private static List<SigmaCorrelation> correlations(
            ContentFolder.Unit unit,
            SigmaCorrelationReader reader,
            DetectionSamples samples,
            List<ContentError> errors) {
        List<Doc> docs = unit.docs().stream()
                .filter(doc -> doc.get("correlation").isPresent())
                .toList();
        List<SigmaCorrelation> out = new ArrayList<>();
        for (int i = 0; i < docs.size(); i++) {
            int before = errors.size();
            String id =
                    docs.size() == 1 ? unit.id() : unit.id() + "#" + docs.get(i).text("name", "correlation-" + (i + 1));
            reader.read(docs.get(i), id, samples).ifPresent(c -> {
                if (errors.size() == before) {
                    out.add(c);
                }
            });
        }
        return List.copyOf(out);
    }

    /** Rules that a correlation of their own file counts find nothing by themselves, unless it says `generate`. */
    private static List<SigmaRule> quiet(
            ContentFolder.Unit unit, List<SigmaRule> rules, List<SigmaCorrelation> correlations) {
        Set<String> counted = new HashSet<>();
        correlations.forEach(c -> counted.addAll(c.rules()));
        boolean generate = unit.docs().stream()
                .flatMap(doc -> doc.get("correlation").stream())
                .filter(Doc::isMap)
                .anyMatch(body -> body.truth("generate", false));
        return rules.stream()
                .map(rule -> new SigmaRule(
                        rule.meta(),
                        rule.logsource(),
                        rule.selections(),
                        rule.conditions(),
                        generate || !counted.contains(rule.meta().id())))
                .toList();
    }

    private static void register(
            SigmaMeta meta, @Nullable String reference, Map<String, String> ids, List<ContentError> errors) {
        if (reference != null && ids.putIfAbsent(reference, meta.id()) != null) {
            errors.add(meta.place()
                    .error(
                            "`" + reference + "` is already the name or id of `" + ids.get(reference) + "`",
                            "Give it another"));
        }
    }
}

package dev.holdfast.content;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One file of detections: Sigma rules and the correlations over them.
 *
 * @param id the unit's id: its path below {@code detections/}, without the ending
 * @param file the file, for messages
 * @param rules its rule documents
 * @param correlations its correlation documents
 */
public record Detection(String id, String file, List<SigmaRule> rules, List<SigmaCorrelation> correlations) {
    /** The documents that find something by themselves, in the file's order. */
    public List<SigmaMeta> finders() {
        return Stream.concat(
                        rules.stream().filter(SigmaRule::emits).map(SigmaRule::meta),
                        correlations.stream().filter(SigmaCorrelation::emits).map(SigmaCorrelation::meta))
                .toList();
    }

    /** All documents. */
    List<SigmaMeta> documents() {
        List<SigmaMeta> out =
                new ArrayList<>(rules.stream().map(SigmaRule::meta).toList());
        correlations.forEach(c -> out.add(c.meta()));
        return out;
    }
}

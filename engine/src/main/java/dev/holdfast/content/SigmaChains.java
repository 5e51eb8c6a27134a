package dev.holdfast.content;

import dev.holdfast.model.ContentError;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Correlations of correlations must lead to rules in the end. */
final class SigmaChains {
    private SigmaChains() {}

    static void refuseCircles(List<SigmaCorrelation> correlations, List<ContentError> errors) {
        Map<String, SigmaCorrelation> byId = new HashMap<>();
        correlations.forEach(c -> byId.put(c.meta().id(), c));
        Set<String> ended = new HashSet<>();
        for (SigmaCorrelation correlation : correlations) {
            if (circles(correlation, byId, ended, new HashSet<>())) {
                errors.add(correlation
                        .meta()
                        .place()
                        .error("this correlation waits for itself", "Take one of its `rules` out of the circle"));
            }
        }
    }

    private static boolean circles(
            SigmaCorrelation at, Map<String, SigmaCorrelation> byId, Set<String> ended, Set<String> way) {
        String id = at.meta().id();
        if (ended.contains(id)) {
            return false;
        }
        if (!way.add(id)) {
            return true;
        }
        for (String rule : at.rules()) {
            SigmaCorrelation next = byId.get(rule);
            if (next != null && circles(next, byId, ended, way)) {
                return true;
            }
        }
        ended.add(id);
        return false;
    }
}

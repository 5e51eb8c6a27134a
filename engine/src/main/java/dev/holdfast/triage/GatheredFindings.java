package dev.holdfast.triage;

import dev.holdfast.model.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes findings one by one and lets go of repetitions: of those that say the same (rule, resource, actor, key and day) the
 * hundred oldest are held, whose event ids a case names, and one that counts the others. {@link Triage#queue} makes of them
 * what it makes of all, and a burst of a million takes the room of a hundred.
 */
public final class GatheredFindings {
    private final Map<String, Same> byKey = new LinkedHashMap<>();

    /** Takes a finding of a detection; others are left out. */
    public void add(Finding finding) {
        if (finding.sighting() != null) {
            byKey.computeIfAbsent(Deduplication.key(finding), k -> new Same()).add(finding);
        }
    }

    /** What is held, those with the same key together. */
    public List<Finding> all() {
        List<Finding> out = new ArrayList<>();
        byKey.values().forEach(same -> {
            out.addAll(same.oldest);
            if (same.others != null) {
                out.add(same.others);
            }
        });
        return out;
    }

    private static final class Same {
        private final List<Finding> oldest = new ArrayList<>(1);
        private @Nullable Finding others;

        private void add(Finding finding) {
            oldest.add(finding);
            if (oldest.size() < 2 * Deduplication.MAX_IDS) {
                return;
            }
            oldest.sort(Comparator.comparing(Deduplication::first));
            List<Finding> younger = oldest.subList(Deduplication.MAX_IDS, oldest.size());
            for (Finding one : younger) {
                others = others == null ? one : Deduplication.joined(others, one);
            }
            younger.clear();
        }
    }
}

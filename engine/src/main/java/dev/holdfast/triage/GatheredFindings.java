package dev.holdfast.triage;

import dev.holdfast.model.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes findings one by one and lets go of repetitions: of those that say the same (rule, resource, actor, key and day) the
 * hundred oldest are held, whose event ids a case names, and one that counts the others. {@link Triage#queue} makes of them
 * what it makes of all, and a burst of a million takes the room of a hundred.
 */
public final class GatheredFindings {
    private final Holding holding;
    private final Map<FindingKey, Finding> single = new HashMap<>();
    private final Map<FindingKey, Same> repeated = new HashMap<>();

    /** @param holding where findings are held */
    public GatheredFindings(Holding holding) {
        this.holding = holding;
    }

    /** Takes a finding of a detection; others are left out. */
    public void add(Finding finding) {
        if (finding.sighting() == null) {
            return;
        }
        FindingKey key = FindingKey.of(finding);
        Finding held = holding.hold(finding);
        Same same = repeated.get(key);
        if (same != null) {
            same.add(held);
            return;
        }
        Finding before = single.putIfAbsent(key, held);
        if (before != null) {
            single.remove(key);
            repeated.put(key, new Same(before, held));
        }
    }

    /** Whether nothing was taken. */
    public boolean isEmpty() {
        return single.isEmpty() && repeated.isEmpty();
    }

    /** Gives what is held, as it is held, and forgets it. */
    public List<Finding> drain() {
        List<Finding> out = new ArrayList<>(single.values());
        single.clear();
        repeated.values().forEach(same -> {
            out.addAll(same.oldest);
            if (same.others != null) {
                out.add(same.others);
            }
        });
        repeated.clear();
        return out;
    }

    private final class Same {
        private final List<Finding> oldest = new ArrayList<>(2);
        private @Nullable Finding others;

        Same(Finding one, Finding two) {
            oldest.add(one);
            oldest.add(two);
        }

        private void add(Finding held) {
            oldest.add(held);
            if (oldest.size() < 2 * Deduplication.MAX_IDS) {
                return;
            }
            oldest.sort(Comparator.comparing(Deduplication::first));
            List<Finding> younger = oldest.subList(Deduplication.MAX_IDS, oldest.size());
            Finding before = others;
            Finding sum = holding.whole(before == null ? younger.get(0) : before);
            for (Finding one : before == null ? younger.subList(1, younger.size()) : younger) {
                sum = Deduplication.joined(sum, holding.whole(one));
            }
            younger.forEach(holding::release);
            if (before != null) {
                holding.release(before);
            }
            others = holding.hold(sum);
            younger.clear();
        }
    }
}

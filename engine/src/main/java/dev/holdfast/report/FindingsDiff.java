package dev.holdfast.report;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of the failures between two runs. A failure counts as closed only when the later run judged it or can be
 * sure that the resource is gone; where it could not look, the failure is {@code unsure}.
 *
 * @param opened failures that were none before, the worst first
 * @param closed failures of before that are none now, the worst first
 * @param unsure failures of before of which the later run cannot tell
 * @param changed what else says something new: a verdict that became known or unknown, a failure with another reason or
 *     one that is silenced or made harmless now
 */
public record FindingsDiff(List<Entry> opened, List<Entry> closed, List<Entry> unsure, List<Entry> changed) {
    private static final Comparator<Entry> WORST_FIRST = Comparator.comparing(
                    (Entry entry) -> entry.either().severity(), Comparator.reverseOrder())
            .thenComparing(entry -> entry.either().key());

    /**
     * One verdict then and now.
     *
     * @param before the verdict before, null when there was none
     * @param after the verdict now, null when there is none
     */
    public record Entry(@Nullable Finding before, @Nullable Finding after) {
        /** The one that is there, the later first. */
        public Finding either() {
            Finding one = after == null ? before : after;
            if (one == null) {
                throw new IllegalStateException("an entry has at least one side");
            }
            return one;
        }
    }

    /**
     * Where the later run looked.
     *
     * @param accounts ids of the accounts in its scope
     * @param regions its regions
     */
    public record Looked(Set<String> accounts, Set<String> regions) {
        /** Copies its sets. */
        public Looked {
            accounts = Set.copyOf(accounts);
            regions = Set.copyOf(regions);
        }

        private boolean at(Finding finding) {
            return (finding.account().isEmpty() || accounts.contains(finding.account()))
                    && (finding.region().equals("global") || regions.contains(finding.region()));
        }
    }

    /** Copies its lists. */
    public FindingsDiff {
        opened = List.copyOf(opened);
        closed = List.copyOf(closed);
        unsure = List.copyOf(unsure);
        changed = List.copyOf(changed);
    }

    /** Whether nothing differs. */
    public boolean isEmpty() {
        return opened.isEmpty() && closed.isEmpty() && unsure.isEmpty() && changed.isEmpty();
    }

    /**
     * Compares two runs judged by the same rules.
     *
     * @param before the earlier verdicts; those that need nobody may be missing
     * @param after all later verdicts
     * @param looked where the later run looked
     */
    public static FindingsDiff of(Collection<Finding> before, Collection<Finding> after, Looked looked) {
        Map<String, Finding> old = new HashMap<>();
        before.forEach(finding -> old.put(finding.key(), finding));
        Set<String> blind = new HashSet<>();
        List<Entry> opened = new ArrayList<>();
        List<Entry> closed = new ArrayList<>();
        List<Entry> unsure = new ArrayList<>();
        List<Entry> changed = new ArrayList<>();
        for (Finding now : after) {
            Finding then = old.remove(now.key());
            if (now.outcome() == Outcome.UNKNOWN) {
                blind.add(now.rule() + "|" + now.account());
            }
            boolean failed = then != null && then.outcome() == Outcome.FAIL;
            if (now.outcome() == Outcome.FAIL && !failed) {
                opened.add(new Entry(then, now));
            } else if (failed && now.outcome() == Outcome.UNKNOWN) {
                unsure.add(new Entry(then, now));
            } else if (failed && now.outcome() != Outcome.FAIL && !silenced(now)) {
                closed.add(new Entry(then, now));
            } else if (then != null
                    && (then.outcome() != now.outcome() || !then.reason().equals(now.reason()))) {
                changed.add(new Entry(then, now));
            }
        }
        for (Finding then : old.values()) {
            if (then.outcome() == Outcome.FAIL) {
                boolean known = looked.at(then)
                        && !blind.contains(then.rule() + "|" + then.account())
                        && !blind.contains(then.rule() + "|");
                (known ? closed : unsure).add(new Entry(then, null));
            }
        }
        List.of(opened, closed, unsure, changed).forEach(list -> list.sort(WORST_FIRST));
        return new FindingsDiff(opened, closed, unsure, changed);
    }

    /** It still fails, only nobody need act. */
    private static boolean silenced(Finding finding) {
        return finding.outcome() == Outcome.MUTED || finding.outcome() == Outcome.MITIGATED;
    }
}

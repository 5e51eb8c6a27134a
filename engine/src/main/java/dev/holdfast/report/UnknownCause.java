package dev.holdfast.report;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Unread;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One cause of unknown verdicts. A single refused call often keeps many verdicts from being known, and people mend the
 * call, not the verdicts.
 *
 * @param what what failed and why, without the place
 * @param verdicts how many verdicts it keeps unknown
 * @param accounts in how many accounts
 * @param mend what to do so that the next run can know, empty when nothing is known to help
 */
public record UnknownCause(String what, long verdicts, long accounts, String mend) {
    /** The part of a reason that names the place, as the judge writes it. */
    private static final Pattern PLACE =
            Pattern.compile(" in account [0-9]{12}(, [a-z0-9-]+)?( for .*?)?(?=: [A-Za-z]|$)", Pattern.DOTALL);

    /** The causes of all unknown verdicts, the one that keeps most of them unknown first. */
    public static List<UnknownCause> of(Collection<Finding> findings) {
        Map<String, Long> counts = new HashMap<>();
        Map<String, Set<String>> accounts = new HashMap<>();
        Map<String, String> mends = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.kind() == Finding.Kind.CHECK && finding.outcome() == Outcome.UNKNOWN) {
                Unread unread = finding.unread();
                String what = unread == null
                        ? PLACE.matcher(finding.reason()).replaceFirst("")
                        : unread.operation() + ": " + unread.cause().words();
                if (unread != null) {
                    // Of several principals one stands for all, always the same; the JSON has each.
                    mends.merge(what, unread.advice(), (a, b) -> a.compareTo(b) <= 0 ? a : b);
                }
                counts.merge(what, 1L, Long::sum);
                accounts.computeIfAbsent(what, k -> new HashSet<>()).add(finding.account());
            }
        }
        return counts.entrySet().stream()
                .map(e -> new UnknownCause(
                        e.getKey(),
                        e.getValue(),
                        accounts.getOrDefault(e.getKey(), Set.of()).size(),
                        mends.getOrDefault(e.getKey(), "")))
                .sorted(Comparator.comparingLong(UnknownCause::verdicts)
                        .reversed()
                        .thenComparing(UnknownCause::what))
                .toList();
    }
}

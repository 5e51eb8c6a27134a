package dev.holdfast.triage;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Scores a case. The figures are a choice, written here so that they can be argued with:
 *
 * <ul>
 *   <li>severity: each distinct rule has a chance of meaning harm (informational 0.05, low 0.15, medium 0.35, high 0.6,
 *       critical 0.85); the term is the chance that at least one does;
 *   <li>exposure: 1 where a check of at least high severity fails on a touched resource or actor, 0.9 where any check
 *       fails in a touched account, 0.75 otherwise;
 *   <li>novelty: 0.4 where every rule was closed as harmless for the same actor before, 0.7 where some were, 1 otherwise.
 * </ul>
 */
final class Scoring {
    private final Set<String> exposed = new HashSet<>();
    private final Set<String> failingAccounts = new HashSet<>();
    private final Set<String> harmless;

    /**
     * @param posture findings of checks
     * @param harmless {@code rule|actor} of what was closed as harmless before
     */
    Scoring(List<Finding> posture, Set<String> harmless) {
        this.harmless = Set.copyOf(harmless);
        for (Finding finding : posture) {
            if (finding.kind() == Finding.Kind.CHECK && finding.outcome() == Outcome.FAIL) {
                failingAccounts.add(finding.account());
                if (finding.severity().compareTo(Severity.HIGH) >= 0) {
                    exposed.add(finding.resource());
                }
            }
        }
    }

    Score score(List<Finding> findings) {
        return new Score(severity(findings), exposure(findings), novelty(findings));
    }

    private static double severity(List<Finding> findings) {
        Map<String, Severity> worst = findings.stream()
                .collect(Collectors.toMap(
                        Finding::rule,
                        Finding::severity,
                        (a, b) -> a.compareTo(b) >= 0 ? a : b,
                        java.util.TreeMap::new));
        double none = 1;
        for (Severity severity : worst.values()) {
            none *= 1
                    - switch (severity) {
                        case INFORMATIONAL -> 0.05;
                        case LOW -> 0.15;
                        case MEDIUM -> 0.35;
                        case HIGH -> 0.6;
                        case CRITICAL -> 0.85;
                    };
        }
        return 1 - none;
    }

    private double exposure(List<Finding> findings) {
        boolean touchesExposed = touches(findings, Finding::resource, exposed)
                || touches(findings, f -> Deduplication.seen(f).actor(), exposed);
        return touchesExposed ? 1 : touches(findings, Finding::account, failingAccounts) ? 0.9 : 0.75;
    }

    private static boolean touches(List<Finding> findings, Function<Finding, String> part, Set<String> known) {
        return findings.stream().map(part).anyMatch(known::contains);
    }

    private double novelty(List<Finding> findings) {
        long old = findings.stream()
                .filter(f ->
                        harmless.contains(f.rule() + "|" + Deduplication.seen(f).actor()))
                .count();
        return old == findings.size() ? 0.4 : old > 0 ? 0.7 : 1;
    }
}

package dev.holdfast.triage;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.triage.Score.Term;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Scores a case. The figures are a choice, written here so that they can be argued with:
 *
 * <ul>
 *   <li>severity: each distinct rule has a chance of meaning harm (informational 0.05, low 0.15, medium 0.35, high 0.6,
 *       critical 0.85); the term is the chance that at least one does;
 *   <li>exposure: 1 where a check of at least high severity fails on a touched resource or actor, 0.9 where any check
 *       fails in a touched account, 0.75 otherwise;
 *   <li>novelty: 0.4 where every rule was closed as harmless for the same actor before, 0.7 where some were; 0.8 where
 *       every rule turned out harmless in nine of ten closed cases, whoever acted; 1 otherwise.
 * </ul>
 */
final class Scoring {
    private static final double MOSTLY = 0.9;

    private final Map<String, Finding> exposed = new HashMap<>();
    private final Map<String, Integer> failingAccounts = new HashMap<>();
    private final Set<String> harmless;
    private final Map<String, RuleRecord> rules;

    /**
     * @param posture findings of checks
     * @param harmless {@code rule|actor} of what was closed as harmless before
     * @param rules what became of the cases of each rule
     */
    Scoring(List<Finding> posture, Set<String> harmless, Map<String, RuleRecord> rules) {
        this.harmless = Set.copyOf(harmless);
        this.rules = Map.copyOf(rules);
        for (Finding finding : posture) {
            if (finding.kind() == Finding.Kind.CHECK && finding.outcome() == Outcome.FAIL) {
                failingAccounts.merge(finding.account(), 1, Integer::sum);
                if (finding.severity().compareTo(Severity.HIGH) >= 0) {
                    exposed.merge(finding.resource(), finding, Scoring::worse);
                }
            }
        }
    }

    private static Finding worse(Finding a, Finding b) {
        return Comparator.comparing(Finding::severity)
                                .thenComparing(
                                        Comparator.comparing(Finding::rule).reversed())
                                .compare(a, b)
                        >= 0
                ? a
                : b;
    }

    Score score(List<Finding> findings) {
        return new Score(severity(findings), exposure(findings), novelty(findings));
    }

    private static Term severity(List<Finding> findings) {
        Map<String, Severity> worst = findings.stream()
                .collect(Collectors.toMap(
                        Finding::rule, Finding::severity, (a, b) -> a.compareTo(b) >= 0 ? a : b, TreeMap::new));
        double none = 1;
        TreeMap<Severity, Integer> counts = new TreeMap<>(Comparator.reverseOrder());
        for (Severity severity : worst.values()) {
            counts.merge(severity, 1, Integer::sum);
            none *= 1
                    - switch (severity) {
                        case INFORMATIONAL -> 0.05;
                        case LOW -> 0.15;
                        case MEDIUM -> 0.35;
                        case HIGH -> 0.6;
                        case CRITICAL -> 0.85;
                    };
        }
        String levels = counts.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey().word())
                .collect(Collectors.joining(", "));
        return new Term("severity", 1 - none, (worst.size() == 1 ? "one rule: " : worst.size() + " rules: ") + levels);
    }

    private Term exposure(List<Finding> findings) {
        for (Finding finding : findings) {
            for (String touched :
                    List.of(finding.resource(), Deduplication.seen(finding).actor())) {
                Finding open = exposed.get(touched);
                if (open != null) {
                    return new Term("exposure", 1, "check " + open.rule() + " fails on " + touched);
                }
            }
        }
        for (Finding finding : findings) {
            @Nullable Integer failing = failingAccounts.get(finding.account());
            if (failing != null) {
                return new Term(
                        "exposure",
                        0.9,
                        failing + (failing == 1 ? " check fails" : " checks fail") + " in account "
                                + finding.account());
            }
        }
        return new Term("exposure", 0.75, "no check is known to fail where it happened");
    }

    private Term novelty(List<Finding> findings) {
        Set<String> old = findings.stream()
                .filter(f ->
                        harmless.contains(f.rule() + "|" + Deduplication.seen(f).actor()))
                .map(Finding::key)
                .collect(Collectors.toCollection(HashSet::new));
        if (!old.isEmpty()) {
            boolean all = findings.stream().allMatch(f -> old.contains(f.key()));
            return all
                    ? new Term("novelty", 0.4, "all of it was closed as harmless for the same actor before")
                    : new Term("novelty", 0.7, "some of it was closed as harmless for the same actor before");
        }
        boolean usual = findings.stream().map(f -> rules.get(f.rule())).allMatch(Scoring::mostlyHarmless);
        return usual
                ? new Term("novelty", 0.8, "its rules turned out harmless in nine of ten closed cases")
                : new Term("novelty", 1, "not seen before for this actor");
    }

    private static boolean mostlyHarmless(@Nullable RuleRecord record) {
        return record != null && record.closed() >= RuleRecord.ENOUGH && record.harmlessRate() >= MOSTLY;
    }
}

package dev.holdfast.report;

import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All findings of one rule. People mend rules, not rows: the title, the remedy and the controls are said once.
 *
 * @param rule id of the rule
 * @param findings at least one; failures first, then by account, region, resource
 */
public record FindingGroup(String rule, List<Finding> findings) {
    /** What a reader wants first: failures, then what nobody could read, then the rest. */
    private static final List<Outcome> ATTENTION = List.of(
            Outcome.FAIL,
            Outcome.UNKNOWN,
            Outcome.MANUAL,
            Outcome.MITIGATED,
            Outcome.MUTED,
            Outcome.PASS,
            Outcome.NOT_APPLICABLE);

    private static final Comparator<Finding> WITHIN_RULE = Comparator.<Finding>comparingInt(
                    finding -> ATTENTION.indexOf(finding.outcome()))
            .thenComparing(Finding::account)
            .thenComparing(Finding::region)
            .thenComparing(Finding::resource)
            .thenComparing(Finding::reason);

    private static final Comparator<FindingGroup> MOST_PRESSING = Comparator.<FindingGroup>comparingInt(
                    group -> ATTENTION.indexOf(group.worst()))
            .thenComparing(FindingGroup::severity, Comparator.reverseOrder())
            .thenComparing(group -> group.count(Outcome.FAIL), Comparator.reverseOrder())
            .thenComparing(FindingGroup::rule);

    /** Groups findings by rule, the most pressing rule first. */
    public static List<FindingGroup> of(Collection<Finding> findings) {
        Map<String, List<Finding>> byRule =
                findings.stream().collect(Collectors.groupingBy(Finding::rule, TreeMap::new, Collectors.toList()));
        return byRule.entrySet().stream()
                .map(entry -> new FindingGroup(
                        entry.getKey(),
                        entry.getValue().stream().sorted(WITHIN_RULE).toList()))
                .sorted(MOST_PRESSING)
                .toList();
    }

    /** The outcome that needs a person most. */
    public Outcome worst() {
        return findings.getFirst().outcome();
    }

    /** How many findings have this outcome. */
    public long count(Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome).count();
    }

    /** How many findings have each outcome that occurs, what needs a person most first. */
    public Map<Outcome, Long> counts() {
        return findings.stream()
                .collect(Collectors.groupingBy(Finding::outcome, LinkedHashMap::new, Collectors.counting()));
    }

    public String title() {
        return findings.getFirst().title();
    }

    public Severity severity() {
        return findings.getFirst().severity();
    }

    public NistFunction function() {
        return findings.getFirst().function();
    }

    public String remediation() {
        return findings.getFirst().remediation();
    }

    public @Nullable String fix() {
        return findings.getFirst().fix();
    }

    public Map<String, List<String>> frameworks() {
        return findings.getFirst().frameworks();
    }
}

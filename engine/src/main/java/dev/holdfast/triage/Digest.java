package dev.holdfast.triage;

import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.model.Sighting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The attack surface of a week: what was attacked, because of what it could be, and what mends that. Pure.
 *
 * @param from its beginning
 * @param to its end, not in it
 * @param attacked what was attacked, the worst first
 * @param open failed checks where nothing was attacked yet, by severity
 */
public record Digest(Instant from, Instant to, List<Attacked> attacked, Map<Severity, Long> open) {
    private static final int MOST_EXPOSURES = 5;

    /**
     * Something that was attacked.
     *
     * @param target the resource, the actor or the account
     * @param account the account
     * @param severity the worst that was seen
     * @param cases ids of the cases
     * @param rules titles of what was seen
     * @param findings how many findings
     * @param exposed why it could be: checks that fail on it, or in its account where none does
     */
    public record Attacked(
            String target,
            String account,
            Severity severity,
            Set<String> cases,
            Set<String> rules,
            long findings,
            List<Exposure> exposed) {}

    /**
     * Why something could be attacked.
     *
     * @param check id of the check that fails
     * @param title what it asks for
     * @param severity how bad that is
     * @param resource on what it fails
     * @param direct whether that is what was attacked, or only lies in the same account
     * @param remediation what a person should do
     * @param fix id of the fix that can do it, null when none
     */
    public record Exposure(
            String check,
            String title,
            Severity severity,
            String resource,
            boolean direct,
            String remediation,
            @Nullable String fix) {}

    /** What cases were about in a stretch of time, with why. */
    public static Digest of(Collection<Case> cases, Collection<Finding> posture, Instant from, Instant to) {
        List<Finding> failed = posture.stream()
                .filter(f -> f.kind() == Finding.Kind.CHECK && f.outcome() == Outcome.FAIL)
                .sorted(Comparator.comparing(Finding::severity)
                        .reversed()
                        .thenComparing(Finding::rule)
                        .thenComparing(Finding::resource))
                .toList();
        Map<String, List<Finding>> byResource = new HashMap<>();
        Map<String, List<Finding>> byAccount = new HashMap<>();
        for (Finding finding : failed) {
            byResource
                    .computeIfAbsent(finding.resource(), r -> new ArrayList<>())
                    .add(finding);
            byAccount.computeIfAbsent(finding.account(), a -> new ArrayList<>()).add(finding);
        }
        Map<String, Attacked> targets = new TreeMap<>();
        for (Case one : cases) {
            for (Finding finding : one.findings()) {
                Sighting seen = finding.sighting();
                if (seen == null
                        || seen.time().isBefore(from)
                        || !seen.firstTime().isBefore(to)) {
                    continue;
                }
                String target = target(finding, seen, byResource.keySet());
                targets.merge(
                        target,
                        new Attacked(
                                target,
                                finding.account(),
                                finding.severity(),
                                new LinkedHashSet<>(Set.of(one.id())),
                                new LinkedHashSet<>(Set.of(finding.title())),
                                1,
                                exposures(target, finding.account(), byResource, byAccount)),
                        Digest::joined);
            }
        }
        List<Attacked> attacked = new ArrayList<>(targets.values());
        attacked.sort(Comparator.comparing(Attacked::severity)
                .reversed()
                .thenComparingLong(a -> -a.findings())
                .thenComparing(Attacked::target));
        Map<Severity, Long> open = new TreeMap<>(Comparator.reverseOrder());
        failed.stream()
                .filter(f -> !targets.containsKey(f.resource()))
                .forEach(f -> open.merge(f.severity(), 1L, Long::sum));
        return new Digest(from, to, List.copyOf(attacked), open);
    }

    /** The resource, unless only the actor is known to be exposed or the resource says nothing. */
    private static String target(Finding finding, Sighting seen, Set<String> exposed) {
        boolean bare =
                finding.resource().isEmpty() || finding.resource().equals(finding.account() + "/" + finding.region());
        boolean actor = !seen.actor().isEmpty();
        return actor && (bare || (exposed.contains(seen.actor()) && !exposed.contains(finding.resource())))
                ? seen.actor()
                : finding.resource();
    }

    private static List<Exposure> exposures(
            String target,
            String account,
            Map<String, List<Finding>> byResource,
            Map<String, List<Finding>> byAccount) {
        List<Finding> direct = byResource.getOrDefault(target, List.of());
        List<Finding> because = direct.isEmpty() ? byAccount.getOrDefault(account, List.of()) : direct;
        return because.stream()
                .limit(MOST_EXPOSURES)
                .map(f -> new Exposure(
                        f.rule(), f.title(), f.severity(), f.resource(), !direct.isEmpty(), f.remediation(), f.fix()))
                .toList();
    }

    private static Attacked joined(Attacked a, Attacked b) {
        Set<String> cases = new LinkedHashSet<>(a.cases());
        cases.addAll(b.cases());
        Set<String> rules = new LinkedHashSet<>(a.rules());
        rules.addAll(b.rules());
        Severity worst = a.severity().compareTo(b.severity()) >= 0 ? a.severity() : b.severity();
        return new Attacked(a.target(), a.account(), worst, cases, rules, a.findings() + b.findings(), a.exposed());
    }
}

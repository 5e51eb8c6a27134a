package dev.holdfast.recovery;

import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to be come back from.
 *
 * @param id the case, or a name
 * @param title what happened
 * @param firstBad when the first bad event happened
 * @param accounts the accounts concerned
 * @param resources what is affected, as ARNs, ids or names; empty when nobody knows
 */
public record Incident(String id, String title, Instant firstBad, Set<String> accounts, List<String> resources) {
    public Incident {
        accounts = Set.copyOf(accounts);
        resources = List.copyOf(resources);
    }

    /** What a case tells. */
    public static Incident of(Case facts) {
        return new Incident(
                facts.id(),
                facts.title(),
                facts.firstEvent(),
                facts.account().isEmpty() ? Set.of() : Set.of(facts.account()),
                facts.findings().stream()
                        .map(Finding::resource)
                        .filter(r -> !r.isEmpty())
                        .distinct()
                        .collect(Collectors.toList()));
    }
}

package dev.holdfast.triage;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Sighting;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes one finding of those that say the same: same rule, resource, actor and key, on the same day (UTC). */
final class Deduplication {
    static final int MAX_IDS = 100;

    private Deduplication() {}

    /** Detections only, oldest first; the order of what comes in does not matter. */
    static List<Finding> unique(Collection<Finding> findings, Holding holding) {
        Map<FindingKey, Finding> first = new HashMap<>();
        Map<FindingKey, List<Finding>> repeated = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.sighting() != null) {
                FindingKey key = FindingKey.of(finding);
                Finding before = first.putIfAbsent(key, finding);
                if (before != null) {
                    repeated.computeIfAbsent(key, k -> new ArrayList<>(List.of(before)))
                            .add(finding);
                }
            }
        }
        repeated.forEach((key, same) -> first.put(key, one(same, holding)));
        List<Finding> out = new ArrayList<>(first.values());
        out.sort(Comparator.comparing(Deduplication::first).thenComparing(Deduplication::key));
        return List.copyOf(out);
    }

    /** One of several with the same key. */
    private static Finding one(List<Finding> same, Holding holding) {
        same.sort(Comparator.comparing(Deduplication::first));
        Finding sum = holding.whole(same.get(0));
        for (Finding later : same.subList(1, same.size())) {
            sum = merge(sum, holding.whole(later));
        }
        same.forEach(holding::release);
        return holding.hold(sum);
    }

    static String key(Finding finding) {
        Sighting seen = seen(finding);
        return String.join(
                "|",
                finding.key(),
                seen.actor(),
                seen.accessKey(),
                seen.firstTime().atOffset(ZoneOffset.UTC).toLocalDate().toString());
    }

    static Sighting seen(Finding finding) {
        return Optional.ofNullable(finding.sighting()).orElseThrow();
    }

    static Instant first(Finding finding) {
        return seen(finding).firstTime();
    }

    /** One of two with the same key, in whatever order they came. */
    static Finding joined(Finding before, Finding after) {
        return first(after).isBefore(first(before)) ? merge(after, before) : merge(before, after);
    }

    private static Finding merge(Finding one, Finding two) {
        Sighting a = seen(one);
        Sighting b = seen(two);
        Set<String> ids = new LinkedHashSet<>(a.eventIds());
        long shared = b.eventIds().stream().filter(ids::contains).count();
        ids.addAll(b.eventIds());
        boolean later = b.time().isAfter(a.time());
        Sighting merged = new Sighting(
                later ? b.time() : a.time(),
                b.firstTime().isBefore(a.firstTime()) ? b.firstTime() : a.firstTime(),
                a.actor(),
                a.accessKey(),
                a.sourceIp(),
                a.source(),
                a.event(),
                ids.stream().limit(MAX_IDS).toList(),
                Math.max(Math.max(a.count(), b.count()), a.count() + b.count() - shared),
                a.attack(),
                a.respond(),
                a.correlation(),
                a.with(b.facts()).facts());
        return new Finding(
                one.kind(),
                one.rule(),
                one.title(),
                one.function(),
                one.severity(),
                one.outcome(),
                one.resource(),
                one.account(),
                one.region(),
                one.reason(),
                one.frameworks(),
                one.remediation(),
                one.fix(),
                merged,
                one.unread(),
                one.decision());
    }
}

package dev.holdfast.triage;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Sighting;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
    static List<Finding> unique(Collection<Finding> findings) {
        Map<String, Finding> byKey = new LinkedHashMap<>();
        findings.stream()
                .filter(f -> f.sighting() != null)
                .sorted(Comparator.comparing(Deduplication::first).thenComparing(Finding::key))
                .forEach(f -> byKey.merge(key(f), f, Deduplication::merge));
        List<Finding> out = new ArrayList<>(byKey.values());
        out.sort(Comparator.comparing(Deduplication::first).thenComparing(Deduplication::key));
        return List.copyOf(out);
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

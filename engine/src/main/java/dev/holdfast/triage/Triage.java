package dev.holdfast.triage;

import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Severity;
import dev.holdfast.model.Sighting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the analyst's queue. Pure: the same values give the same queue. */
public final class Triage {
    /** Findings of a group that lie further apart make separate cases. */
    static final Duration QUIET = Duration.ofHours(24);

    /**
     * The queue.
     *
     * @param cases the most urgent first; known cases that no finding concerns are not repeated
     * @param suppressed detections kept out of the queue
     * @param by for each of these the id of the suppression, in the same order
     * @param fresh keys of findings that no known case had
     * @param expired ids of suppressions that no longer hold and were not applied
     */
    public record Queue(
            List<ScoredCase> cases,
            List<Finding> suppressed,
            List<String> by,
            Set<FindingKey> fresh,
            List<String> expired) {}

    /**
     * What is known besides the findings.
     *
     * @param posture findings of checks: how open the touched accounts and resources stand
     * @param known cases from before; open ones take in what belongs to them and keep their id and state
     * @param harmless {@code rule|actor} of what was closed as benign or false positive before
     * @param suppressions the exceptions granted
     * @param rules what became of the cases of each rule
     */
    public record Context(
            List<Finding> posture,
            List<Case> known,
            Set<String> harmless,
            List<Suppression> suppressions,
            Map<String, RuleRecord> rules) {
        /** Nothing is known of the rules. */
        public Context(List<Finding> posture, List<Case> known, Set<String> harmless, List<Suppression> suppressions) {
            this(posture, known, harmless, suppressions, Map.of());
        }

        /** Nothing is known. */
        public static final Context EMPTY = new Context(List.of(), List.of(), Set.of(), List.of());
    }

    private Triage() {}

    /**
     * Groups detections into cases.
     *
     * @param detections findings of detections, in any order; others are ignored
     * @param context what is known besides
     * @param now the time, for the expiry of suppressions
     */
    public static Queue queue(Collection<Finding> detections, Context context, Instant now) {
        return queue(detections, context, now, Holding.IN_HEAP);
    }

    /** The same with findings, also those of known open cases, that are held; the queue's findings are held as well. */
    public static Queue queue(Collection<Finding> detections, Context context, Instant now, Holding holding) {
        List<Suppression> valid =
                context.suppressions().stream().filter(s -> !s.expired(now)).toList();
        List<String> expired = context.suppressions().stream()
                .filter(s -> s.expired(now))
                .map(Suppression::id)
                .toList();
        Set<FindingKey> settled = context.known().stream()
                .filter(c -> c.state() == Case.State.CLOSED)
                .flatMap(c -> c.findings().stream())
                .map(FindingKey::of)
                .collect(Collectors.toSet());
        Set<FindingKey> kept = context.known().stream()
                .flatMap(c -> c.findings().stream())
                .map(FindingKey::of)
                .collect(Collectors.toSet());
        List<Finding> suppressed = new ArrayList<>();
        List<String> by = new ArrayList<>();
        List<Finding> open = new ArrayList<>();
        Set<FindingKey> fresh = new HashSet<>();
        for (Finding finding : Deduplication.unique(detections, holding)) {
            FindingKey key = FindingKey.of(finding);
            Optional<Suppression> silent =
                    valid.stream().filter(s -> s.covers(finding)).findFirst();
            if (silent.isPresent()) {
                suppressed.add(finding);
                by.add(silent.get().id());
            } else if (!settled.contains(key)) {
                open.add(finding);
                if (!kept.contains(key)) {
                    fresh.add(key);
                }
            }
        }
        return new Queue(cases(open, context, holding), List.copyOf(suppressed), List.copyOf(by), fresh, expired);
    }

    /** The key by which equal findings of a day are one; also the key of a finding that is kept. */
    public static String key(Finding finding) {
        return Deduplication.key(finding);
    }

    private static List<ScoredCase> cases(List<Finding> fresh, Context context, Holding holding) {
        List<Case> known = context.known().stream()
                .filter(c -> c.state() != Case.State.CLOSED)
                .toList();
        Set<FindingKey> freshKeys = fresh.stream().map(FindingKey::of).collect(Collectors.toSet());
        Map<FindingKey, Case> before = new HashMap<>();
        known.forEach(c -> c.findings().forEach(f -> before.merge(FindingKey.of(f), c, Triage::older)));
        List<Finding> all = new ArrayList<>(fresh);
        known.forEach(c -> all.addAll(c.findings()));
        Scoring scoring = new Scoring(context.posture(), context.harmless(), context.rules());
        Set<String> taken = context.known().stream().map(Case::id).collect(Collectors.toCollection(HashSet::new));
        List<ScoredCase> out = new ArrayList<>();
        for (List<Finding> group : Grouping.groups(Deduplication.unique(all, holding))) {
            for (List<Finding> stretch : stretches(group)) {
                if (stretch.stream().anyMatch(f -> freshKeys.contains(FindingKey.of(f)))) {
                    out.add(scored(stretch, before(stretch, before), scoring.score(stretch), taken));
                }
            }
        }
        out.sort(Comparator.comparingInt((ScoredCase c) -> -c.value().score())
                .thenComparing(c -> c.value().firstEvent())
                .thenComparing(c -> c.value().id()));
        return List.copyOf(out);
    }

    private static List<List<Finding>> stretches(List<Finding> group) {
        List<List<Finding>> out = new ArrayList<>();
        Instant last = Instant.MIN;
        for (Finding finding : group) {
            Sighting seen = Deduplication.seen(finding);
            if (out.isEmpty() || seen.firstTime().isAfter(last.plus(QUIET))) {
                out.add(new ArrayList<>());
            }
            out.getLast().add(finding);
            last = seen.time().isAfter(last) ? seen.time() : last;
        }
        return out;
    }

    /** The oldest open case that one of the findings was in before. */
    private static @Nullable Case before(List<Finding> stretch, Map<FindingKey, Case> known) {
        Case oldest = null;
        for (Finding finding : stretch) {
            Case one = known.get(FindingKey.of(finding));
            if (one != null) {
                oldest = oldest == null ? one : older(oldest, one);
            }
        }
        return oldest;
    }

    private static Case older(Case a, Case b) {
        return Comparator.comparing(Case::firstEvent).thenComparing(Case::id).compare(a, b) <= 0 ? a : b;
    }

    private static ScoredCase scored(List<Finding> findings, @Nullable Case before, Score score, Set<String> taken) {
        Finding first = findings.get(0);
        Finding worst =
                findings.stream().max(Comparator.comparing(Finding::severity)).orElse(first);
        Sighting seen = Deduplication.seen(first);
        String actor = mostFrequent(findings, f -> Deduplication.seen(f).actor());
        String key = before == null ? Grouping.keys(first).get(0) : before.key();
        Case value = new Case(
                before == null ? id(key, seen.firstTime(), taken) : before.id(),
                key,
                title(findings, worst, actor),
                worst.severity(),
                score.total(),
                mostFrequent(findings, Finding::account),
                actor,
                mostFrequent(
                        findings.stream()
                                .filter(f -> Deduplication.seen(f).actor().equals(actor))
                                .toList(),
                        f -> Deduplication.seen(f).accessKey()),
                findings,
                seen.firstTime(),
                findings.stream()
                        .map(f -> Deduplication.seen(f).time())
                        .max(Comparator.naturalOrder())
                        .orElse(seen.time()),
                before == null ? Case.State.NEW : before.state(),
                respond(findings));
        return new ScoredCase(value, score);
    }

    /** A closed case of the same day and key keeps its id to itself. */
    private static String id(String key, Instant first, Set<String> taken) {
        String plain = id(key, first);
        String id = plain;
        for (int next = 2; !taken.add(id); next++) {
            id = plain + "-" + next;
        }
        return id;
    }

    private static String id(String key, Instant first) {
        try {
            String day = first.atOffset(ZoneOffset.UTC).toLocalDate().toString();
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((key + "|" + day).getBytes(StandardCharsets.UTF_8));
            return "case-" + HexFormat.of().formatHex(hash, 0, 6).toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String title(List<Finding> findings, Finding worst, String actor) {
        long rules = findings.stream().map(Finding::rule).distinct().count();
        String who = actor.isEmpty() ? "" : " by " + actor.substring(actor.lastIndexOf(':') + 1);
        return worst.title() + who + (rules > 1 ? ", and " + (rules - 1) + " more" : "");
    }

    /** The value that most findings have, so that a case says who acted most; the earliest of equals. */
    private static String mostFrequent(List<Finding> findings, Function<Finding, String> part) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        findings.forEach(f -> counts.merge(part.apply(f), 1, Integer::sum));
        String best = "";
        int most = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > most) {
                most = entry.getValue();
                best = entry.getKey();
            }
        }
        return best;
    }

    private static @Nullable String respond(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::severity, Comparator.<Severity>reverseOrder()))
                .map(f -> Deduplication.seen(f).respond())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}

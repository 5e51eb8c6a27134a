package dev.holdfast.detect;

import dev.holdfast.content.SigmaCorrelation;
import dev.holdfast.detect.CorrelationWindow.Burst;
import dev.holdfast.detect.CorrelationWindow.Seen;
import dev.holdfast.model.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the hits of rules in sliding windows of event time, apart for each group. Decided in writing:
 *
 * <ul>
 *   <li>an event that lacks a field of {@code group-by} is not counted, rather than lumped with all others lacking it;
 *   <li>events may come in any order within {@link #LATENESS} of the group's newest; later ones are not counted;
 *   <li>a burst is reported once, when its bound is reached; what follows within a timespan belongs to it;
 *   <li>an event id is counted once, so a log delivered twice changes nothing.
 * </ul>
 */
final class Correlator {
    /** How far behind the newest event of its group an event may come: regions and accounts are read one by one. */
    static final Duration LATENESS = Duration.ofHours(24);

    /** Events kept for a group beyond its bound; the oldest go first. */
    private static final int SPARE = 1_000;

    /** What reached the bound: the events, oldest first. */
    record Reached(List<Seen> events) {}

    private final SigmaCorrelation correlation;
    private final CorrelationState state;
    private final long span;
    private final Map<String, List<FieldPath>> groupPaths = new HashMap<>();
    private final List<FieldPath> fields;

    Correlator(SigmaCorrelation correlation, CorrelationState state) {
        this.correlation = correlation;
        this.state = state;
        this.span = correlation.timespan().toMillis();
        this.fields = correlation.fields().stream().map(FieldPath::new).toList();
        for (String rule : correlation.rules()) {
            groupPaths.put(
                    rule,
                    correlation.groupBy().stream()
                            .map(name -> new FieldPath(correlation.field(name, rule)))
                            .toList());
        }
    }

    SigmaCorrelation correlation() {
        return correlation;
    }

    /** Counts a hit of a rule; gives the burst when this event made it reach its bound. */
    Optional<Reached> accept(Event event, String rule) {
        Optional<String> group = joined(groupPaths.getOrDefault(rule, List.of()), event);
        Optional<String> value = joined(fields, event);
        if (group.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        String id = correlation.meta().id();
        CorrelationWindow window = state.read(id, group.get());
        Seen seen = new Seen(event.time().toEpochMilli(), event.id(), value.get());
        long newest = newest(window, seen.at());
        if (seen.at() < newest - span - LATENESS.toMillis()) {
            return Optional.empty();
        }
        List<Burst> bursts = new ArrayList<>(window.bursts());
        bursts.removeIf(b -> b.to() < newest - span - LATENESS.toMillis());
        for (int i = 0; i < bursts.size(); i++) {
            Burst burst = bursts.get(i);
            if (seen.at() >= burst.from() - span && seen.at() <= burst.to() + span) {
                bursts.set(i, new Burst(Math.min(burst.from(), seen.at()), Math.max(burst.to(), seen.at())));
                state.write(id, group.get(), new CorrelationWindow(window.seen(), bursts));
                return Optional.empty();
            }
        }
        List<Seen> events = new ArrayList<>(window.seen());
        if (!insert(events, seen)) {
            return Optional.empty();
        }
        events.removeIf(e -> e.at() < newest - span - LATENESS.toMillis());
        Optional<Reached> reached = reached(events, seen);
        reached.ifPresent(r -> {
            events.removeAll(r.events());
            bursts.add(new Burst(r.events().get(0).at(), r.events().getLast().at()));
        });
        while (events.size() > correlation.least() + SPARE) {
            events.remove(0);
        }
        state.write(id, group.get(), new CorrelationWindow(events, bursts));
        return reached;
    }

    /** The field values as one text that no other values give; empty when one is missing. */
    private static Optional<String> joined(List<FieldPath> paths, Event event) {
        StringBuilder out = new StringBuilder();
        for (FieldPath path : paths) {
            Optional<String> value = path.first(event.raw());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            if (out.length() > 0) {
                out.append('\u001f');
            }
            out.append(value.get(), 0, Math.min(1024, value.get().length()));
        }
        return Optional.of(out.toString());
    }

    private static long newest(CorrelationWindow window, long at) {
        long newest = at;
        for (Burst burst : window.bursts()) {
            newest = Math.max(newest, burst.to());
        }
        return window.seen().isEmpty()
                ? newest
                : Math.max(newest, window.seen().getLast().at());
    }

    private static boolean insert(List<Seen> events, Seen seen) {
        int place = events.size();
        while (place > 0 && events.get(place - 1).at() > seen.at()) {
            place--;
        }
        if (events.stream().anyMatch(e -> e.event().equals(seen.event()))) {
            return false;
        }
        events.add(place, seen);
        return true;
    }

    /** The first window of the timespan that holds the new event and reaches the bound. */
    private Optional<Reached> reached(List<Seen> events, Seen seen) {
        Map<String, Integer> distinct = new HashMap<>();
        boolean values = correlation.type() == SigmaCorrelation.Type.VALUE_COUNT;
        int from = 0;
        for (int to = 0; to < events.size(); to++) {
            distinct.merge(events.get(to).value(), 1, Integer::sum);
            while (events.get(to).at() - events.get(from).at() > span) {
                distinct.computeIfPresent(events.get(from).value(), (v, n) -> n == 1 ? null : n - 1);
                from++;
            }
            long count = values ? distinct.size() : to - from + 1L;
            boolean holdsNew =
                    events.get(from).at() <= seen.at() && events.get(to).at() >= seen.at();
            if (holdsNew && count >= correlation.least() && count <= correlation.most()) {
                return Optional.of(new Reached(List.copyOf(events.subList(from, to + 1))));
            }
        }
        return Optional.empty();
    }
}

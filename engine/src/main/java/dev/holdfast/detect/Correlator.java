package dev.holdfast.detect;

import dev.holdfast.content.SigmaCorrelation;
import dev.holdfast.detect.CorrelationWindow.Burst;
import dev.holdfast.detect.CorrelationWindow.Seen;
import dev.holdfast.model.Event;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges the hits of rules in sliding windows of event time, apart for each group. Decided in writing:
 *
 * <ul>
 *   <li>an event that lacks a field of {@code group-by} is not counted, rather than lumped with all others lacking it;
 *   <li>events may come in any order within {@link #LATENESS} of the group's newest; later ones are not counted;
 *   <li>a burst is reported once, when its bound is reached; what follows within a timespan belongs to it, and chains that ask
 *       when, not how often, are told of it again;
 *   <li>an event id is counted once for each rule, so a log delivered twice changes nothing.
 * </ul>
 */
final class Correlator {
    /** How far behind the newest event of its group an event may come: regions and accounts are read one by one. */
    static final Duration LATENESS = Duration.ofHours(24);

    /** Most events kept for a group; the oldest go first. */
    private static final int MOST_EVENTS = 10_000;

    /** Events kept beyond the highest count that a correlation asks for. */
    private static final int SPARE = 1_000;

    private static final int MAX_VALUE = 1_024;

    /** Of a burst that goes on a chain is told so many times in its own timespan, not of every event. */
    private static final int TOLD_AGAIN = 64;

    /**
     * What reached the bound: the events, oldest first, and the figure.
     *
     * @param goesOn true for one more event of a burst that was told, which matters only to chains that ask when
     */
    record Reached(List<Seen> events, BigDecimal figure, boolean goesOn) {}

    private final SigmaCorrelation correlation;
    private final CorrelationState state;
    private final long span;
    private final int most;
    private final long least;

    Correlator(SigmaCorrelation correlation, CorrelationState state) {
        this.correlation = correlation;
        this.state = state;
        this.span = correlation.timespan().toMillis();
        this.most = most(correlation);
        this.least = least(correlation);
    }

    private static int most(SigmaCorrelation correlation) {
        if (correlation.type() != SigmaCorrelation.Type.EVENT_COUNT) {
            return MOST_EVENTS;
        }
        long highest = correlation.bounds().stream()
                .mapToLong(b -> Math.min(1_000_000, b.value().longValue()))
                .max()
                .orElse(0);
        return (int) Math.max(1, highest) + SPARE;
    }

    SigmaCorrelation correlation() {
        return correlation;
    }

    /**
     * Counts a hit; gives the burst when this event made it reach its bound, and again when it goes on.
     *
     * @param rule id of the rule or correlation that hit
     * @param fields where fields stand in the event
     * @param goesOn whether it is one more event of a burst of that correlation
     */
    Optional<Reached> accept(Event event, String rule, SourceFields fields, boolean goesOn) {
        Optional<String> group = joined(
                correlation.groupBy().stream()
                        .map(name -> fields.field(correlation.field(name, rule)))
                        .toList(),
                event);
        Optional<String> value = value(event, fields, rule);
        if (group.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        String id = correlation.meta().id();
        CorrelationWindow window = state.read(id, group.get());
        Seen seen = new Seen(event.time().toEpochMilli(), event.id(), value.get(), rule);
        long newest = newest(window, seen.at());
        long oldest = newest - span - LATENESS.toMillis();
        if (seen.at() < oldest) {
            return Optional.empty();
        }
        if (goesOn && toldJustNow(window, seen)) {
            return Optional.empty();
        }
        List<Burst> bursts = new ArrayList<>(window.bursts());
        bursts.removeIf(b -> b.to() < oldest);
        for (int i = 0; i < bursts.size(); i++) {
            Burst burst = bursts.get(i);
            if (seen.at() >= burst.from() - span && seen.at() <= burst.to() + span) {
                bursts.set(i, new Burst(Math.min(burst.from(), seen.at()), Math.max(burst.to(), seen.at())));
                state.write(id, group.get(), new CorrelationWindow(window.seen(), bursts));
                return Optional.of(new Reached(List.of(seen), BigDecimal.ZERO, true));
            }
        }
        // With room for one more: a list that grows copies all of itself.
        List<Seen> events = new ArrayList<>(window.seen().size() + 1);
        events.addAll(window.seen());
        if (!insert(events, seen)) {
            return Optional.empty();
        }
        if (events.get(0).at() < oldest) {
            events.removeIf(e -> e.at() < oldest);
        }
        Optional<Reached> reached = reached(events, seen);
        reached.ifPresent(r -> {
            events.removeAll(r.events());
            bursts.add(new Burst(r.events().get(0).at(), r.events().getLast().at()));
        });
        while (events.size() > most) {
            events.remove(0);
        }
        state.write(id, group.get(), new CorrelationWindow(events, bursts));
        return reached;
    }

    private boolean toldJustNow(CorrelationWindow window, Seen seen) {
        for (int i = window.seen().size() - 1; i >= 0; i--) {
            Seen known = window.seen().get(i);
            if (known.at() < seen.at() - span / TOLD_AGAIN) {
                return false;
            }
            if (known.rule().equals(seen.rule()) && known.at() <= seen.at() + span / TOLD_AGAIN) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> value(Event event, SourceFields fields, String rule) {
        List<Field> paths = correlation.fields().stream()
                .map(name -> fields.field(correlation.field(name, rule)))
                .toList();
        Optional<String> value = joined(paths, event);
        return correlation.type().numeric() ? value.flatMap(Values::number).map(BigDecimal::toPlainString) : value;
    }

    /** The field values as one text that no other values give; empty when one is missing. */
    private static Optional<String> joined(List<Field> fields, Event event) {
        StringBuilder out = new StringBuilder();
        for (Field field : fields) {
            Optional<String> value = field.first(event.raw());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            if (out.length() > 0) {
                out.append('\u001f');
            }
            out.append(value.get(), 0, Math.min(MAX_VALUE, value.get().length()));
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
        for (Seen event : events) {
            if (event.event().equals(seen.event()) && event.rule().equals(seen.rule())) {
                return false;
            }
        }
        events.add(place, seen);
        return true;
    }

    /**
     * Whether no window can reach the bound that did not before, since the last event says what another says too, after which
     * there are not enough. No window of the events before it reaches the bound, or they would have gone into a burst.
     */
    private boolean nothingNew(List<Seen> events, int first) {
        if (least == 0) {
            return false;
        }
        Seen last = events.getLast();
        Set<String> distinct = new HashSet<>();
        distinct.add(counted(last));
        for (int i = events.size() - 2; i >= first && distinct.size() < least; i--) {
            if (!distinct.add(counted(events.get(i))) && counted(events.get(i)).equals(counted(last))) {
                break;
            }
        }
        return distinct.size() < least;
    }

    private String counted(Seen seen) {
        return correlation.type() == SigmaCorrelation.Type.TEMPORAL ? seen.rule() : seen.value();
    }

    /** How many different ones must be there at least, where more of them always are as good; 0 where that is not so. */
    private static long least(SigmaCorrelation correlation) {
        boolean counts = correlation.type() == SigmaCorrelation.Type.VALUE_COUNT
                || correlation.type() == SigmaCorrelation.Type.TEMPORAL;
        boolean more = correlation.bounds().stream()
                .allMatch(b ->
                        b.operator() == SigmaCorrelation.Operator.GT || b.operator() == SigmaCorrelation.Operator.GTE);
        return !counts || !more
                ? 0
                : correlation.bounds().stream()
                        .filter(b -> b.value().signum() > 0)
                        .mapToLong(b -> Math.min(1_000_000, b.value().longValue()))
                        .max()
                        .orElse(0);
    }

    /** The first window of the timespan that holds the new event and reaches the bound. */
    private Optional<Reached> reached(List<Seen> events, Seen seen) {
        int first = events.size() - 1;
        while (first > 0 && events.get(first - 1).at() >= seen.at() - span) {
            first--;
        }
        if (events.getLast().equals(seen) && nothingNew(events, first)) {
            return Optional.empty();
        }
        WindowFigure figure = new WindowFigure(correlation);
        int from = first;
        for (int to = first; to < events.size(); to++) {
            figure.add(events.get(to));
            while (events.get(to).at() - events.get(from).at() > span) {
                figure.remove(events.get(from));
                from++;
            }
            boolean holdsNew =
                    events.get(from).at() <= seen.at() && events.get(to).at() >= seen.at();
            if (holdsNew) {
                List<Seen> window = events.subList(from, to + 1);
                BigDecimal value = figure.of(window);
                if (correlation.holds(value)) {
                    return Optional.of(new Reached(List.copyOf(window), value, false));
                }
            }
        }
        return Optional.empty();
    }
}

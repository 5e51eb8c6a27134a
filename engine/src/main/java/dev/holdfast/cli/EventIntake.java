package dev.holdfast.cli;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.detect.Detector;
import dev.holdfast.detect.EventPlaces;
import dev.holdfast.detect.ForeignFindings;
import dev.holdfast.detect.RecordPlaces;
import dev.holdfast.ledger.Arrivals;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every event goes through: the rules, the maps of findings that other tools made, and the count of what arrived.
 * Used by one thread.
 */
final class EventIntake {
    /** So that a log full of made-up hosts or times cannot fill the memory or the ledger. */
    private static final int MAX_CELLS = 100_000;

    /** A clock that runs ahead must not make a source look fresh for ever. */
    private static final Duration AHEAD = Duration.ofHours(1);

    private record Cell(String source, String account, String region, Instant hour) {}

    private record Machine(String source, String host) {}

    private static final class Count {
        long events;
        Instant newest = Instant.MIN;

        void saw(Instant time) {
            events++;
            newest = time.isAfter(newest) ? time : newest;
        }
    }

    private final Detector detector;
    private final ForeignFindings foreign;
    private final EventPlaces places;
    private final InstantSource clock;
    private final Map<Cell, Count> hours = new HashMap<>();
    private final Map<Machine, Count> machines = new HashMap<>();

    EventIntake(Detector detector, ContentFolder content, List<SourceDefinition> sources, InstantSource clock) {
        this(detector, new ForeignFindings(Library.findingMaps(content), sources), sources, clock);
    }

    EventIntake(Detector detector, ForeignFindings foreign, List<SourceDefinition> sources, InstantSource clock) {
        this.detector = detector;
        this.foreign = foreign;
        this.places = new EventPlaces(sources);
        this.clock = clock;
    }

    Detector detector() {
        return detector;
    }

    /** What is found in an event. */
    List<Finding> accept(Event event) {
        count(event);
        List<Finding> found = detector.accept(event);
        return foreign.of(event)
                .map(other -> {
                    List<Finding> all = new ArrayList<>(found);
                    all.add(other);
                    return all;
                })
                .orElse(found);
    }

    private void count(Event event) {
        count(event.source(), places.account(event), places.region(event), places.machine(event), event.time());
    }

    /** Where records of the source happened, by what a sieve knows; empty when each must be seen. */
    Optional<RecordPlaces> places(Event.LogSource source, int before) {
        return foreign.concern(source) ? Optional.empty() : places.ofRecords(source, before);
    }

    /** Counts an event that nothing is found in. */
    void count(Event.LogSource of, String account, String region, String host, Instant time) {
        if (time.isAfter(clock.instant().plus(AHEAD))) {
            return;
        }
        String source = of.toString();
        Cell cell = new Cell(source, account, region, time.truncatedTo(ChronoUnit.HOURS));
        if (hours.size() < MAX_CELLS || hours.containsKey(cell)) {
            hours.computeIfAbsent(cell, c -> new Count()).saw(time);
        }
        Machine machine = new Machine(source, host);
        if (!host.isEmpty() && (machines.size() < MAX_CELLS || machines.containsKey(machine))) {
            machines.computeIfAbsent(machine, m -> new Count()).saw(time);
        }
    }

    /** Keeps what arrived since the last time. */
    void keep(Ledger ledger) {
        ledger.arrivals().add(byHour(), byHost());
        hours.clear();
        machines.clear();
    }

    List<Arrivals.Hour> byHour() {
        Instant now = clock.instant();
        return hours.entrySet().stream()
                .map(e -> new Arrivals.Hour(
                        e.getKey().source(),
                        e.getKey().account(),
                        e.getKey().region(),
                        e.getKey().hour(),
                        e.getValue().events,
                        e.getValue().newest,
                        now,
                        now))
                .toList();
    }

    List<Arrivals.Host> byHost() {
        Instant now = clock.instant();
        return machines.entrySet().stream()
                .map(e -> new Arrivals.Host(
                        e.getKey().source(), e.getKey().host(), e.getValue().events, e.getValue().newest, now))
                .toList();
    }
}

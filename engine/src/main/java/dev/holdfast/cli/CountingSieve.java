package dev.holdfast.cli;

import dev.holdfast.detect.RecordPlaces;
import dev.holdfast.detect.Sieve;
import dev.holdfast.logs.RecordSieve;
import dev.holdfast.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets a reader of logs leave out what no rule hits, and counts where and when it happened all the same. */
record CountingSieve(RuleSieve rules, EventIntake intake, Event.LogSource source, RecordPlaces places, Instant since)
        implements RecordSieve {
    /** @param since what happened before is not counted */
    static RecordSieve.Maker of(EventIntake intake, Instant since) {
        return (source, wanted) -> of(intake, since, source, wanted);
    }

    private static @Nullable RecordSieve of(
            EventIntake intake, Instant since, Event.LogSource source, List<String> wanted) {
        Optional<RecordPlaces> places = intake.places(source, wanted.size());
        if (places.isEmpty()) {
            return null;
        }
        List<String> names = new ArrayList<>(wanted);
        names.addAll(places.get().names());
        Sieve sieve = intake.detector().sieve(source, names);
        return new CountingSieve(new RuleSieve(sieve), intake, source, places.get(), since);
    }

    @Override
    public int read(byte[] bytes, int from, int to) {
        return rules.read(bytes, from, to);
    }

    @Override
    public boolean isPresent(int wanted) {
        return rules.isPresent(wanted);
    }

    @Override
    public String text(int wanted) {
        return rules.text(wanted);
    }

    @Override
    public boolean breaks() {
        return rules.breaks();
    }

    @Override
    public boolean keeps() {
        return rules.keeps() || !places.read(rules.sieve());
    }

    @Override
    public void passed(Instant time) {
        if (!time.isBefore(since)) {
            intake.count(source, places.account(), places.region(), places.machine(), time);
        }
    }
}

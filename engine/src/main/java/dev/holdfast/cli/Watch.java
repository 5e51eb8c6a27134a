package dev.holdfast.cli;

import dev.holdfast.logs.LogDoors;
import dev.holdfast.logs.LogFollower;
import dev.holdfast.logs.LogReader;
import dev.holdfast.logs.ReadReport;
import dev.holdfast.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at places of logs again and again. */
final class Watch {
    private static final long PAUSE_MILLIS = 500;
    private static final int LONGEST_WAIT = 10;

    private final Surroundings here;
    private final Screen screen;
    private int told;

    Watch(Surroundings here, Screen screen) {
        this.here = here;
        this.screen = screen;
    }

    /**
     * Returns when nothing came for some time, or when the thread is interrupted.
     *
     * @param idle seconds without anything new after which it returns; null for never
     */
    void until(
            LogReader reader,
            List<String> sources,
            LogDoors doors,
            DetectFollow kept,
            @Nullable Integer idle,
            Consumer<Event> events) {
        // One source alone may take its time to wait; several must not keep each other waiting.
        Duration patience = sources.size() > 1
                ? Duration.ofMillis(PAUSE_MILLIS)
                : Duration.ofSeconds(idle == null ? LONGEST_WAIT : Math.clamp(idle, 1, LONGEST_WAIT));
        List<LogFollower> followers = new ArrayList<>();
        try {
            for (String source : sources) {
                followers.add(
                        new LogFollower(reader, source, doors.at(here.clock().instant()), patience));
            }
            look(followers, reader, kept, idle, events);
        } finally {
            followers.forEach(LogFollower::close);
        }
    }

    private void look(
            List<LogFollower> followers,
            LogReader reader,
            DetectFollow kept,
            @Nullable Integer idle,
            Consumer<Event> events) {
        Instant last = here.clock().instant();
        while (true) {
            Instant now = here.clock().instant();
            int given = 0;
            for (LogFollower follower : followers) {
                given += follower.look(now, kept, events);
            }
            kept.commit();
            followers.forEach(LogFollower::kept);
            tell(reader.report());
            last = given > 0 ? here.clock().instant() : last;
            if (idle != null && Duration.between(last, now).toSeconds() >= idle) {
                return;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void tell(ReadReport report) {
        List<ReadReport.ReadError> errors = report.errors();
        for (; told < errors.size(); told++) {
            screen.note("not read: " + errors.get(told));
        }
    }
}

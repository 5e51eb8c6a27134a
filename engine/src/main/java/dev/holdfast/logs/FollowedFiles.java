package dev.holdfast.logs;

import dev.holdfast.model.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Files, folders and buckets that are followed: whole new files, and the new whole lines of files that grow. */
final class FollowedFiles implements FollowedPlace {
    /** A file that is read whole counts as written to its end when it stood still so long. */
    private static final Duration STILL = Duration.ofMillis(500);

    /** A last line without a line break counts as whole when its file stood still so long. */
    private static final Duration STILL_LINE = Duration.ofSeconds(5);

    private record Standing(long size, long modified, Instant since) {}

    private final LogReader reader;
    private final LogPlace place;
    private final LogDoors doors;
    private final String uri;
    private Map<String, Standing> standing = new HashMap<>();
    private Map<String, Standing> next = new HashMap<>();

    /** @param uri files, a folder, a pattern or {@code s3://bucket/prefix} */
    FollowedFiles(LogReader reader, String uri, LogDoors doors) {
        this.reader = reader;
        this.doors = doors;
        this.uri = uri;
        this.place = LogPlaces.of(uri, doors);
    }

    @Override
    public int look(Instant now, LogFollower.Marks marks, Consumer<Event> events) {
        int[] given = {0};
        next = new HashMap<>();
        Set<String> seen = new HashSet<>();
        try {
            place.each(file -> {
                if (!doors.stopped().getAsBoolean() && seen.add(file.name())) {
                    given[0] += one(file, now, marks, events) ? 1 : 0;
                }
            });
        } catch (IOException e) {
            // A pattern without a file yet is what following begins with.
            if (uri.startsWith("s3:")) {
                reader.error(uri, 0, String.valueOf(e.getMessage()));
            }
        }
        standing = next;
        return given[0];
    }

    private boolean one(LogFile file, Instant now, LogFollower.Marks marks, Consumer<Event> events) {
        if (file.name().startsWith("s3:")) {
            String mark = String.valueOf(file.modified());
            if (mark.equals(marks.of(file.name()))) {
                return false;
            }
            reader.follow(file, doors.reference(), Map.of(), events);
            marks.given(file.name(), mark);
            return true;
        }
        try {
            return local(Path.of(file.name()), now, marks, events);
        } catch (IOException e) {
            // Gone or not yet readable: the next look sees it again. Rotation does this all the time.
            return false;
        }
    }

    private boolean local(Path path, Instant now, LogFollower.Marks marks, Consumer<Event> events) throws IOException {
        String text = marks.of(path.toString());
        FollowMark before = text == null ? null : FollowMark.read(text);
        long size = Files.size(path);
        long modified = Files.getLastModifiedTime(path).toMillis();
        if (before != null && before.size() == size && before.modified() == modified && before.offset() == size) {
            return false;
        }
        FollowedFile file = FollowedFile.of(path);
        Duration still = still(path.toString(), file, now);
        boolean lines = file.isLines();
        if (file.size() == 0 || (!lines && still.compareTo(STILL) < 0)) {
            return false;
        }
        boolean continued = lines && before != null && file.continues(before);
        long from = continued && before != null ? before.offset() : 0;
        long to = !lines || still.compareTo(STILL_LINE) >= 0 ? file.size() : file.lastLineEnd(from);
        if (to == from) {
            return false;
        }
        Map<String, Integer> repeats = continued && before != null ? before.repeats() : Map.of();
        LogFile piece = new LogFile(path.toString(), Instant.ofEpochMilli(file.modified()), () -> file.open(from, to));
        Map<String, Integer> after = reader.follow(piece, doors.reference(), repeats, events);
        FollowMark mark = new FollowMark(
                file.identity(), file.size(), file.modified(), to, lines ? FollowMark.newest(after) : Map.of());
        marks.given(path.toString(), mark.text());
        return true;
    }

    private Duration still(String name, FollowedFile file, Instant now) {
        Standing before = standing.get(name);
        Standing stands = before != null && before.size() == file.size() && before.modified() == file.modified()
                ? before
                : new Standing(file.size(), file.modified(), now);
        next.put(name, stands);
        return Duration.between(stands.since(), now);
    }
}

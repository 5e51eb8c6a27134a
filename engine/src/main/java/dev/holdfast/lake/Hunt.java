package dev.holdfast.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.model.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks for events in a lake. Chunks that cannot hold the needle are ruled out by their words alone, the rest is read. An
 * event that lies there twice is given once. Used by one thread.
 */
public final class Hunt implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What a hunt came to.
     *
     * @param parts parts whose day touches the span
     * @param chunks chunks of those parts whose words could be asked
     * @param chunksRead chunks that had to be read
     * @param unread parts that could not be read, with the reason; what they hold is not known
     * @param found events given
     * @param more true when it was ended before everything was looked at
     */
    public record Outcome(int parts, long chunks, long chunksRead, List<String> unread, long found, boolean more) {}

    private final EventLake lake;
    private final Connection connection;

    /** @throws QueryFailure when DuckDB does not start */
    public Hunt(EventLake lake) {
        this.lake = lake;
        // Only the order of a large day is made on disk.
        this.connection = EventScan.open(1024, lake.folder().resolve("sorting").toString());
    }

    /**
     * Gives the events that hold a needle, of the newest day first.
     *
     * @param needle what is looked for; empty for every event
     * @param span when they happened
     * @param each gets an event; false ends the hunt
     */
    public Outcome run(Optional<Needle> needle, EventLake.Span span, Predicate<Event> each) {
        List<Path> parts = lake.parts(span);
        List<String> unread = new ArrayList<>();
        Given given = new Given(false);
        long chunks = 0;
        long read = 0;
        Path day = null;
        for (Path part : parts) {
            if (!Objects.equals(day, part.getParent())) {
                // Equal events have equal times.
                given.forget();
                day = part.getParent();
            }
            List<Integer> candidates = List.of();
            boolean all = needle.isEmpty() || needle.get().words().length == 0;
            if (!all) {
                try {
                    WordFilter.Chunks filter = WordFilter.chunks(
                            EventLake.words(part), needle.get().words());
                    chunks += filter.all();
                    candidates = filter.possible();
                } catch (IOException e) {
                    all = true;
                }
            }
            if (!all && candidates.isEmpty()) {
                continue;
            }
            read += candidates.size();
            try {
                if (!part(part, all, candidates, needle, span, given, each)) {
                    return new Outcome(parts.size(), chunks, read, unread, given.count, true);
                }
            } catch (SQLException e) {
                unread.add(part + ": " + Failures.firstLine(e));
            }
        }
        return new Outcome(parts.size(), chunks, read, unread, given.count, false);
    }

    /**
     * Gives every event of a span in the order of time.
     *
     * @param each gets an event; false ends it
     */
    public Outcome inOrder(EventLake.Span span, Predicate<Event> each) {
        Map<Path, List<Path>> days = new TreeMap<>();
        lake.parts(span)
                .forEach(p -> days.computeIfAbsent(p.getParent(), d -> new ArrayList<>())
                        .add(p));
        List<String> unread = new ArrayList<>();
        int parts = 0;
        Given given = new Given(true);
        for (Map.Entry<Path, List<Path>> day : days.entrySet()) {
            parts += day.getValue().size();
            String files = day.getValue().stream().map(Hunt::quoted).collect(Collectors.joining(", "));
            given.forget();
            try {
                String sql = select("[" + files + "]") + " ORDER BY time, id";
                if (!give(sql, Optional.empty(), span, given, each)) {
                    return new Outcome(parts, 0, 0, unread, given.count, true);
                }
            } catch (SQLException e) {
                unread.add(day.getKey() + ": " + Failures.firstLine(e));
            }
        }
        return new Outcome(parts, 0, 0, unread, given.count, false);
    }

    private static String select(String files) {
        return "SELECT time, product, service, id, origin, raw FROM read_parquet(" + files
                + ", hive_partitioning = false) WHERE time >= ? AND time < ?";
    }

    private static String quoted(Path file) {
        return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
    }

    private boolean part(
            Path part,
            boolean all,
            List<Integer> chunks,
            Optional<Needle> needle,
            EventLake.Span span,
            Given given,
            Predicate<Event> each)
            throws SQLException {
        String numbers = chunks.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String sql = select(quoted(part))
                + (all ? "" : " AND chunk IN (" + numbers + ")")
                + (needle.isEmpty() ? "" : " AND contains(lower(raw), ?)");
        return give(sql, needle, span, given, each);
    }

    private boolean give(String sql, Optional<Needle> needle, EventLake.Span span, Given given, Predicate<Event> each)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, LocalDateTime.ofInstant(span.from(), ZoneOffset.UTC));
            statement.setObject(2, LocalDateTime.ofInstant(span.until(), ZoneOffset.UTC));
            if (needle.isPresent()) {
                statement.setString(3, needle.get().written());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Event event = event(rows);
                    boolean wanted = needle.isEmpty() || needle.get().in(event.raw());
                    if (wanted && given.first(event) && !each.test(event)) {
                        return false;
                    }
                }
            }
            return true;
        }
    }

    /** Tells an event that lies in the lake twice, within a day; of events in the order of time within an instant. */
    private static final class Given {
        private final boolean ordered;
        private final Set<String> ids = new HashSet<>();
        private Instant time = Instant.MIN;
        private long count;

        private Given(boolean ordered) {
            this.ordered = ordered;
        }

        private boolean first(Event event) {
            if (ordered && !event.time().equals(time)) {
                ids.clear();
                time = event.time();
            }
            boolean first = ids.add(event.source() + "|" + event.id());
            count += first ? 1 : 0;
            return first;
        }

        private void forget() {
            ids.clear();
        }
    }

    private static Event event(ResultSet rows) throws SQLException {
        Instant time = rows.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC);
        JsonNode raw;
        try {
            raw = JSON.readTree(rows.getString(6));
        } catch (JsonProcessingException e) {
            raw = TextNode.valueOf(rows.getString(6));
        }
        return new Event(
                rows.getString(4),
                time,
                new Event.LogSource(rows.getString(2), rows.getString(3)),
                raw,
                rows.getString(5));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB did not close: " + e.getMessage(), e);
        }
    }
}

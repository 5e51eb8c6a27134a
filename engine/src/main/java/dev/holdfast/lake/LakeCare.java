package dev.holdfast.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.holdfast.model.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps a lake in order: joins the small parts of a day, and drops days that are past their time. A joined part is there as
 * a whole before those it was made of go, so that a crash in between leaves events twice and loses none; the next joining
 * leaves each once. Used by one thread.
 */
public final class LakeCare implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A part with fewer events than half a full one is worth joining. */
    private static final long SMALL = LakeWriter.MOST_EVENTS / 2;

    /**
     * What was done.
     *
     * @param before parts before
     * @param after parts after
     * @param twice events that lay there twice and lie there once now
     * @param unread parts that could not be read and were left as they are, with the reason
     */
    public record Outcome(int before, int after, long twice, List<String> unread) {}

    private final EventLake lake;
    private final Connection connection;

    /** @throws QueryFailure when DuckDB does not start */
    public LakeCare(EventLake lake) {
        this.lake = lake;
        this.connection = EventScan.open(512, "");
    }

    /**
     * Joins the small parts of every day.
     *
     * @throws IOException when a part cannot be written or deleted
     */
    public Outcome join() throws IOException {
        int before = 0;
        int after = 0;
        long twice = 0;
        List<String> unread = new ArrayList<>();
        for (LocalDate day : lake.days()) {
            before += lake.parts(day).size();
            for (List<Path> batch : batches(lake.parts(day), unread)) {
                twice += join(batch, unread);
            }
            after += lake.parts(day).size();
        }
        return new Outcome(before, after, twice, unread);
    }

    /** Small parts together that make no more than one full part. */
    private List<List<Path>> batches(List<Path> parts, List<String> unread) {
        Map<Path, Long> small = new LinkedHashMap<>();
        for (Path part : parts) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM read_parquet(" + quoted(part) + ")")) {
                row.next();
                if (row.getLong(1) < SMALL) {
                    small.put(part, row.getLong(1));
                }
            } catch (SQLException e) {
                unread.add(part + ": " + Failures.firstLine(e));
            }
        }
        List<List<Path>> out = new ArrayList<>();
        List<Path> batch = new ArrayList<>();
        long events = 0;
        for (Map.Entry<Path, Long> part : small.entrySet()) {
            if (events + part.getValue() > LakeWriter.MOST_EVENTS) {
                out.add(batch);
                batch = new ArrayList<>();
                events = 0;
            }
            batch.add(part.getKey());
            events += part.getValue();
        }
        out.add(batch);
        out.removeIf(b -> b.size() < 2);
        return out;
    }

    private long join(List<Path> batch, List<String> unread) throws IOException {
        String files = batch.stream().map(LakeCare::quoted).collect(Collectors.joining(", "));
        Set<Path> made;
        long twice = 0;
        try (LakeWriter writer = new LakeWriter(lake)) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "SELECT * EXCLUDE (chunk) FROM read_parquet([" + files + "], hive_partitioning = false)")) {
                Set<String> ids = new HashSet<>();
                while (rows.next()) {
                    KeptEvent kept = kept(rows);
                    if (ids.add(kept.event().source() + "|" + kept.event().id())) {
                        writer.add(kept);
                    } else {
                        twice++;
                    }
                }
            } catch (SQLException e) {
                writer.forget();
                unread.add(batch.get(0) + " and " + (batch.size() - 1) + " others: " + Failures.firstLine(e));
                return 0;
            }
            writer.flush();
            made = writer.parts();
        }
        for (Path part : batch) {
            if (!made.contains(part)) {
                Files.deleteIfExists(part);
                Files.deleteIfExists(EventLake.words(part));
            }
        }
        return twice;
    }

    private static KeptEvent kept(ResultSet rows) throws SQLException {
        String text = rows.getString("raw");
        JsonNode raw;
        try {
            raw = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            raw = TextNode.valueOf(text);
        }
        Event event = new Event(
                rows.getString("id"),
                rows.getObject("time", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                new Event.LogSource(rows.getString("product"), rows.getString("service")),
                raw,
                text(rows, "origin"));
        return new KeptEvent(
                event,
                rows.getInt("class_uid"),
                text(rows, "actor"),
                text(rows, "access_key"),
                text(rows, "source_ip"),
                text(rows, "account"),
                text(rows, "region"),
                text(rows, "error"),
                text(rows, "event"),
                text(rows, "resource"));
    }

    private static String text(ResultSet rows, String column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? "" : text;
    }

    /**
     * The days that are past their time.
     *
     * @param first the first day that is kept
     */
    public List<LocalDate> before(LocalDate first) {
        return lake.days().stream().filter(day -> day.isBefore(first)).toList();
    }

    /**
     * Drops a day. What was in it is gone.
     *
     * @throws IOException when something of it cannot be deleted
     */
    public void drop(LocalDate day) throws IOException {
        try (Stream<Path> files = Files.walk(lake.day(day))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String quoted(Path file) {
        return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
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

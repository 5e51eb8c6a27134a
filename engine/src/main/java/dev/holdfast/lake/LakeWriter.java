package dev.holdfast.lake;

import dev.holdfast.model.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Writes events into a lake, in parts of bounded size. A part is there as a whole or not at all, and the same events given in
 * the same order make the same parts: reading a log again after a crash does not double it. Used by one thread.
 */
public final class LakeWriter implements AutoCloseable {
    static final int MOST_EVENTS = 131_072;
    private static final long MOST_BYTES = 96L << 20;

    private record Row(KeptEvent kept, String raw, long[] words) {}

    private final EventLake lake;
    private final Connection connection;
    private List<Row> rows = new ArrayList<>();
    private long bytes;
    private long written;
    private final Set<Path> parts = new HashSet<>();

    /** @throws QueryFailure when DuckDB does not start */
    public LakeWriter(EventLake lake) {
        this.lake = lake;
        try {
            this.connection = DriverManager.getConnection("jdbc:duckdb:");
            for (String setting : List.of(
                    "SET memory_limit = '512MB'",
                    "SET threads = 2",
                    "SET temp_directory = ''",
                    "SET preserve_insertion_order = true",
                    "SET autoinstall_known_extensions = false")) {
                Tables.execute(connection, setting);
            }
            Tables.execute(connection, "CREATE TABLE part (" + String.join(", ", EventLake.COLUMNS) + ")");
        } catch (SQLException e) {
            throw Failures.of(e, QueryLimits.USUAL);
        }
    }

    /**
     * Takes an event. It is in the lake after the next {@link #flush} at the latest.
     *
     * @throws IOException when a part cannot be written; what was taken since the last flush is not in the lake
     */
    public void add(KeptEvent kept) throws IOException {
        String raw = kept.event().raw().toString();
        WordList words = new WordList();
        EventWords.of(kept.event().raw(), words::add);
        long[] distinct = words.distinct();
        rows.add(new Row(kept, raw, distinct));
        bytes += raw.length() + 400L + 8L * distinct.length;
        if (rows.size() >= MOST_EVENTS || bytes >= MOST_BYTES) {
            flush();
        }
    }

    /** How many events were written. */
    public long written() {
        return written;
    }

    /** The parts that were written. */
    Set<Path> parts() {
        return Set.copyOf(parts);
    }

    /** Leaves out what was taken since the last flush. */
    void forget() {
        rows = new ArrayList<>();
        bytes = 0;
    }

    /** Writes what was taken so far. */
    public void flush() throws IOException {
        Map<LocalDate, List<Row>> days = new TreeMap<>();
        for (Row row : rows) {
            days.computeIfAbsent(LocalDate.ofInstant(row.kept().event().time(), ZoneOffset.UTC), d -> new ArrayList<>())
                    .add(row);
        }
        rows = new ArrayList<>();
        bytes = 0;
        for (Map.Entry<LocalDate, List<Row>> day : days.entrySet()) {
            part(day.getKey(), day.getValue());
        }
    }

    private void part(LocalDate day, List<Row> unsorted) throws IOException {
        List<Row> sorted = unsorted.stream()
                .sorted(Comparator.comparing(
                                (Row r) -> r.kept().event().source().toString())
                        .thenComparing(r -> r.kept().event().time()))
                .toList();
        Path folder = Files.createDirectories(lake.day(day));
        Path part = folder.resolve("part-" + name(sorted) + EventLake.PART);
        Path words = EventLake.words(part);
        Path half = folder.resolve(part.getFileName() + ".half");
        Path halfWords = folder.resolve(words.getFileName() + ".half");
        Files.deleteIfExists(half);
        Files.deleteIfExists(halfWords);
        try {
            rows(sorted);
            String target = half.toAbsolutePath().toString().replace("'", "''");
            Tables.execute(
                    connection,
                    "COPY part TO '" + target + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE " + EventLake.CHUNK
                            + ")");
            Tables.execute(connection, "TRUNCATE part");
        } catch (SQLException e) {
            Files.deleteIfExists(half);
            throw new IOException("the lake cannot be written: " + Failures.firstLine(e), e);
        }
        WordFilter.write(halfWords, filters(sorted));
        try (var channel = java.nio.channels.FileChannel.open(half, java.nio.file.StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        // The words first: a part that is there has them.
        Files.move(halfWords, words, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, part, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        written += sorted.size();
        parts.add(part);
    }

    private void rows(List<Row> sorted) throws SQLException {
        Tables.execute(connection, "TRUNCATE part");
        try (DuckDBAppender to = connection.unwrap(DuckDBConnection.class).createAppender("memory", "main", "part")) {
            for (int i = 0; i < sorted.size(); i++) {
                Row row = sorted.get(i);
                KeptEvent kept = row.kept();
                Event event = kept.event();
                to.beginRow();
                to.append(i / EventLake.CHUNK);
                to.append(LocalDateTime.ofInstant(event.time(), ZoneOffset.UTC));
                to.append(event.source().product());
                to.append(event.source().service());
                to.append(event.id());
                to.append(kept.classUid());
                for (String fact : List.of(
                        kept.actor(),
                        kept.accessKey(),
                        kept.sourceIp(),
                        kept.account(),
                        kept.region(),
                        kept.error(),
                        kept.name(),
                        kept.resource())) {
                    if (fact.isEmpty()) {
                        to.appendNull();
                    } else {
                        to.append(fact);
                    }
                }
                to.append(event.origin());
                to.append(row.raw());
                to.endRow();
            }
        }
    }

    private static List<long[]> filters(List<Row> sorted) {
        List<long[]> out = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += EventLake.CHUNK) {
            WordFilter.Words words = new WordFilter.Words();
            for (Row row : sorted.subList(from, Math.min(sorted.size(), from + EventLake.CHUNK))) {
                for (long word : row.words()) {
                    words.add(word);
                }
            }
            out.add(words.filter());
        }
        return out;
    }

    /** A digest of what is in it. */
    private static String name(List<Row> sorted) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Row row : sorted) {
                Event event = row.kept().event();
                digest.update((event.source() + "|" + event.id() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Writes what was taken so far, and ends. */
    @Override
    public void close() throws IOException {
        try (connection) {
            flush();
        } catch (SQLException e) {
            throw new IOException("DuckDB did not close", e);
        }
    }

    /** Words in the order found; those repeated at once are left out early. */
    private static final class WordList {
        private long[] words = new long[64];
        private int size;

        void add(long word) {
            if (size == words.length) {
                words = java.util.Arrays.copyOf(words, size * 2);
            }
            words[size++] = word;
        }

        long[] distinct() {
            java.util.Arrays.sort(words, 0, size);
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (i == 0 || words[i] != words[i - 1]) {
                    words[kept++] = words[i];
                }
            }
            size = kept;
            return java.util.Arrays.copyOf(words, kept);
        }
    }
}

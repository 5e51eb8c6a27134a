package dev.holdfast.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Kept events: Parquet files, one folder to a day (UTC) of the events' own time, and beside each file the words it may hold.
 * Files are written once and never changed; one that is being written has another ending.
 *
 * @param folder where it lies
 */
public record EventLake(Path folder) {
    /** Events to a chunk: the least that is read when something is looked for. */
    static final int CHUNK = 16_384;

    static final String PART = ".parquet";
    static final String WORDS = ".words";
    private static final String DAY = "date=";

    /** The columns of a part, in order. */
    static final List<String> COLUMNS = List.of(
            "chunk INTEGER",
            "time TIMESTAMP",
            "product VARCHAR",
            "service VARCHAR",
            "id VARCHAR",
            "class_uid INTEGER",
            "actor VARCHAR",
            "access_key VARCHAR",
            "source_ip VARCHAR",
            "account VARCHAR",
            "region VARCHAR",
            "error VARCHAR",
            "event VARCHAR",
            "resource VARCHAR",
            "origin VARCHAR",
            "raw VARCHAR");

    /**
     * A span of time.
     *
     * @param from first instant
     * @param until first instant after it
     */
    public record Span(Instant from, Instant until) {
        /** All of time that a lake can hold. */
        public static final Span ALL =
                new Span(Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T00:00:00Z"));

        boolean touches(LocalDate day) {
            return day.atStartOfDay(ZoneOffset.UTC).toInstant().isBefore(until)
                    && day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(from);
        }
    }

    Path day(LocalDate day) {
        return folder.resolve(DAY + day);
    }

    static Path words(Path part) {
        String name = part.getFileName().toString();
        return part.resolveSibling(name.substring(0, name.length() - PART.length()) + WORDS);
    }

    /** True when it holds any events. */
    public boolean holdsAny() {
        return !parts(Span.ALL).isEmpty();
    }

    /** The parts whose day touches the span, newest day first. */
    List<Path> parts(Span span) {
        List<Path> out = new ArrayList<>();
        for (Path day : list(folder)) {
            String name = day.getFileName().toString();
            if (name.startsWith(DAY) && span.touches(parsed(name.substring(DAY.length()), span))) {
                list(day).stream()
                        .filter(p -> p.getFileName().toString().endsWith(PART))
                        .forEach(out::add);
            }
        }
        out.sort(Comparator.reverseOrder());
        return out;
    }

    /** The days there are, oldest first. */
    List<LocalDate> days() {
        List<LocalDate> out = new ArrayList<>();
        for (Path day : list(folder)) {
            String name = day.getFileName().toString();
            if (name.matches(DAY + "\\d{4}-\\d{2}-\\d{2}")) {
                out.add(LocalDate.parse(name.substring(DAY.length())));
            }
        }
        out.sort(Comparator.naturalOrder());
        return out;
    }

    /** The parts of a day. */
    List<Path> parts(LocalDate day) {
        return list(day(day)).stream()
                .filter(p -> p.getFileName().toString().endsWith(PART))
                .sorted()
                .toList();
    }

    /** A folder of another name is taken for one that may hold anything. */
    private static LocalDate parsed(String day, Span span) {
        try {
            return LocalDate.parse(day);
        } catch (DateTimeParseException e) {
            return LocalDate.ofInstant(span.from(), ZoneOffset.UTC);
        }
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new QueryFailure(
                    QueryFailure.Kind.FAILED, 0, "the lake " + folder + " cannot be listed: " + e.getMessage());
        }
    }
}

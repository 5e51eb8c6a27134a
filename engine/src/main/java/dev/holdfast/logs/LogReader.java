package dev.holdfast.logs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.LineShape;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.lake.ParquetRows;
import dev.holdfast.logs.ReadReport.ReadError;
import dev.holdfast.model.Event;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Scope;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads places of logs one after the other. An event found in several of them is given once. What cannot be read is in
 * the report and never stops the rest. Used by one thread.
 */
public final class LogReader {
    private final List<SourceDefinition> sources;
    private final LogLimits limits;
    private final Progress progress;
    private final KnownIds known;
    private final EventMaker maker;
    private final Set<String> envelopes;
    private final List<ReadError> errors = new ArrayList<>();
    private Map<String, Integer> goesOn = Map.of();
    private @Nullable SievedRecords shortcut;
    private long files;
    private long skipped;
    private long bytes;
    private long events;
    private long duplicates;
    private long parseErrors;

    /** Where S3 is read from: the door, and the account and region whose credentials may read the bucket. */
    public record S3(AwsReader reader, Scope scope) {}

    /**
     * @param sources the log sources that can be recognised
     * @param limits bounds
     * @param progress told of every file
     */
    public LogReader(List<SourceDefinition> sources, LogLimits limits, Progress progress) {
        this.sources = List.copyOf(sources);
        this.limits = limits;
        this.progress = progress;
        this.known = new KnownIds(limits.knownIds());
        this.maker = new EventMaker(this.sources, limits);
        this.envelopes = this.sources.stream()
                .flatMap(s -> s.envelope().stream())
                .filter(e -> e.indexOf('.') < 0)
                .collect(Collectors.toSet());
    }

    /**
     * From now on gives only those events that a sieve keeps, and counts the others; for whoever asks nothing else of
     * events than what the sieve looks for.
     */
    public void through(RecordSieve.Maker sieves) {
        shortcut = new SievedRecords(maker, sieves, limits, envelopes);
    }

    /**
     * Reads one place.
     *
     * @param uri {@code file:} with a path, folder or pattern, a bare path, or {@code s3://bucket/prefix}
     * @param s3 needed for {@code s3:}
     * @param consumer gets every event
     * @return the account of everything read by this reader so far
     * @throws dev.holdfast.model.Problems when the URI is of no known kind
     */
    public ReadReport read(String uri, @Nullable S3 s3, Consumer<Event> consumer) {
        return from(uri, LogDoors.with(s3), consumer);
    }

    /**
     * Reads one place.
     *
     * @param uri as above, or {@code -} for standard input; what has no end is the business of {@link LogFollower}
     * @param doors what the place needs from outside
     * @param consumer gets every event
     * @return the account of everything read by this reader so far
     * @throws dev.holdfast.model.Problems when the URI is of no known kind, or needs a door that is not there
     */
    public ReadReport from(String uri, LogDoors doors, Consumer<Event> consumer) {
        LogPlace place = LogPlaces.of(uri, doors);
        try {
            place.each(file -> read(file, doors.reference(), consumer));
        } catch (IOException e) {
            error(uri, 0, String.valueOf(e.getMessage()));
        }
        return report();
    }

    /**
     * Reads one piece of a file that goes on.
     *
     * @param repeats how often lines without an id came in the piece before
     * @return the same after this piece, oldest first
     */
    Map<String, Integer> follow(
            LogFile file, @Nullable Instant reference, Map<String, Integer> repeats, Consumer<Event> consumer) {
        goesOn = repeats;
        read(file, reference, consumer);
        goesOn = Map.of();
        return maker.repeats();
    }

    /** Reads what is at hand already. */
    ReadReport bytes(String name, byte[] bytes, @Nullable Instant reference, Consumer<Event> consumer) {
        read(new LogFile(name, reference, () -> new ByteArrayInputStream(bytes)), reference, consumer);
        return report();
    }

    /** The account of everything read so far. */
    public ReadReport report() {
        return new ReadReport(files, skipped, bytes, events, duplicates, parseErrors, List.copyOf(errors));
    }

    private void read(LogFile file, @Nullable Instant reference, Consumer<Event> consumer) {
        if (sources.stream().anyMatch(s -> s.skipPaths().stream().anyMatch(file.name()::contains))) {
            skipped++;
            return;
        }
        files++;
        progress.at(files, 0, file.name());
        Instant before = file.modified() == null ? reference : file.modified();
        try (InputStream raw = file.opener().open()) {
            Packing.open(raw, limits, (inner, in) -> {
                String name = inner.isEmpty() ? file.name() : file.name() + "!" + inner;
                one(name, in, before, consumer);
                bytes += in.count();
            });
        } catch (IOException e) {
            error(file.name(), 0, "cannot be opened: " + e.getMessage());
        }
    }

    private void one(String name, BoundedInput in, @Nullable Instant before, Consumer<Event> consumer)
            throws IOException {
        RecordSink sink = new RecordSink() {
            @Override
            public void record(long number, ObjectNode record, LineShape.Kind kind, @Nullable KnownSource source) {
                String origin = name + "#" + number;
                maker.events(record, kind, source, before, origin, new Given(name, number, consumer));
            }

            @Override
            public void error(long number, String problem) {
                LogReader.this.error(name, number, problem);
            }

            @Override
            public void comment() {
                skipped++;
            }
        };
        maker.begin(goesOn);
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(4);
        boolean parquet =
                new String(buffered.readNBytes(4), java.nio.charset.StandardCharsets.ISO_8859_1).equals("PAR1");
        buffered.reset();
        if (parquet) {
            long[] number = {0};
            try {
                ParquetRows.read(buffered, row -> sink.record(++number[0], row, LineShape.Kind.JSON, null));
            } catch (IOException e) {
                sink.error(number[0] + 1, String.valueOf(e.getMessage()));
            }
            return;
        }
        SievedRecords.Rest rest = new SievedRecords.Rest(buffered, 0, null, false);
        if (shortcut != null) {
            rest = shortcut.read(buffered, new SievedRecords.Sink() {
                @Override
                public boolean passed(String source, String id) {
                    return count(known.add(source, id));
                }

                @Override
                public boolean passed(String source, long digest, int times) {
                    return count(known.add(source, digest, times));
                }

                @Override
                public void record(long number, ObjectNode record, @Nullable KnownSource source) {
                    sink.record(number, record, LineShape.Kind.JSON, source);
                }
            });
        }
        if (rest != null) {
            new RecordDecoder(envelopes, limits, s -> new TextLines(maker.sources(), s), sink, rest.number())
                    .decode(rest.in(), rest.lines(), rest.inLine());
        }
    }

    private boolean count(boolean isNew) {
        events += isNew ? 1 : 0;
        duplicates += isNew ? 0 : 1;
        return isNew;
    }

    /** Counts what a record gave. */
    private final class Given implements EventMaker.Sink {
        private final String file;
        private final long number;
        private final Consumer<Event> consumer;

        Given(String file, long number, Consumer<Event> consumer) {
            this.file = file;
            this.number = number;
            this.consumer = consumer;
        }

        @Override
        public void event(Event event) {
            if (known.add(event.source().toString(), event.id())) {
                events++;
                consumer.accept(event);
            } else {
                duplicates++;
            }
        }

        @Override
        public void skipped() {
            skipped++;
        }

        @Override
        public void error(String problem) {
            LogReader.this.error(file, number, problem);
        }
    }

    void error(String file, long record, String problem) {
        parseErrors++;
        if (errors.size() < ReadReport.MAX_ERRORS) {
            errors.add(new ReadError(file, record, problem));
        }
    }
}

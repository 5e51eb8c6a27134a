package dev.holdfast.logs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.logs.ReadReport.ReadError;
import dev.holdfast.model.Event;
import dev.holdfast.model.Problems;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
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
    private final EventDecoder decoder;
    private final List<ReadError> errors = new ArrayList<>();
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
        this.decoder = new EventDecoder(this.sources);
    }

    /**
     * Reads one place.
     *
     * @param uri {@code file:} with a path, folder or pattern, a bare path, or {@code s3://bucket/prefix}
     * @param s3 needed for {@code s3:}
     * @param consumer gets every event
     * @return the account of everything read by this reader so far
     * @throws Problems when the URI is of no known kind
     */
    public ReadReport read(String uri, @Nullable S3 s3, Consumer<Event> consumer) {
        LogPlace place = place(uri, s3);
        try {
            place.each(file -> read(file, consumer));
        } catch (IOException e) {
            error(uri, 0, String.valueOf(e.getMessage()));
        }
        return report();
    }

    /** The account of everything read so far. */
    public ReadReport report() {
        return new ReadReport(files, skipped, bytes, events, duplicates, parseErrors, List.copyOf(errors));
    }

    private static LogPlace place(String uri, @Nullable S3 s3) {
        if (uri.startsWith("s3://")) {
            String rest = uri.substring("s3://".length());
            int slash = rest.indexOf('/');
            String bucket = slash < 0 ? rest : rest.substring(0, slash);
            if (bucket.isEmpty() || s3 == null) {
                throw Problems.of(uri, 0, "this place in S3 cannot be read", "Write s3://bucket/prefix");
            }
            return new S3Place(s3.reader(), s3.scope(), bucket, slash < 0 ? "" : rest.substring(slash + 1));
        }
        if (uri.matches("[a-z][a-z0-9+]+:.*") && !uri.startsWith("file:")) {
            throw Problems.of(uri, 0, "logs cannot be read from here yet", "Use file: or s3://bucket/prefix");
        }
        String path = uri.startsWith("file:") ? uri.substring("file:".length()) : uri;
        return new FilePlace(path.startsWith("///") ? path.substring(2) : path);
    }

    private void read(LogFile file, Consumer<Event> consumer) {
        if (sources.stream().anyMatch(s -> s.skipPaths().stream().anyMatch(file.name()::contains))) {
            skipped++;
            return;
        }
        files++;
        progress.at(files, 0, file.name());
        Set<String> envelopes = sources.stream()
                .map(SourceDefinition::envelope)
                .filter(e -> !e.isEmpty())
                .collect(Collectors.toSet());
        RecordDecoder.Sink sink = new RecordDecoder.Sink() {
            @Override
            public void record(long number, ObjectNode record) {
                give(record, file.name(), number, consumer);
            }

            @Override
            public void error(long number, String problem) {
                LogReader.this.error(file.name(), number, problem);
            }
        };
        try (InputStream raw = file.opener().open();
                BoundedInput in = BoundedInput.open(raw, limits)) {
            new RecordDecoder(envelopes, limits, sink).decode(in);
            bytes += in.count();
        } catch (IOException e) {
            error(file.name(), 0, "cannot be opened: " + e.getMessage());
        }
    }

    private void give(ObjectNode record, String file, long number, Consumer<Event> consumer) {
        try {
            Event event = decoder.event(record, file, number);
            if (known.add(event.source() + "|" + event.id())) {
                events++;
                consumer.accept(event);
            } else {
                duplicates++;
            }
        } catch (EventDecoder.NotAnEvent e) {
            error(file, number, String.valueOf(e.getMessage()));
        }
    }

    private void error(String file, long record, String problem) {
        parseErrors++;
        if (errors.size() < ReadReport.MAX_ERRORS) {
            errors.add(new ReadError(file, record, problem));
        }
    }
}

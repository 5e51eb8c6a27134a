package dev.holdfast.logs;

import dev.holdfast.model.Event;
import dev.holdfast.model.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a place again and again and gives what came since. What was given in full is marked by somebody who keeps the
 * marks; after a crash what was not marked comes again, so whoever takes events must bear a repetition. Used by one
 * thread.
 */
public final class LogFollower implements AutoCloseable {
    /** Keeps marks. */
    public interface Marks {
        /** The mark last given under this name, or null. */
        @Nullable
        String of(String name);

        /** All events before this mark were given. */
        void given(String name, String mark);
    }

    private final FollowedPlace place;

    /**
     * @param reader takes the files apart
     * @param uri files, a folder, a pattern, {@code s3://bucket/prefix}, {@code sqs:URL}, {@code kinesis:STREAM},
     *     {@code kafka:HOST:PORT/TOPIC} or {@code syslog:[udp://|tcp://][HOST:]PORT}
     * @param doors what the place needs from outside
     * @param patience how long one look may wait for something to come
     * @throws dev.holdfast.model.Problems when the URI is of no known kind, or a listener cannot listen
     */
    public LogFollower(LogReader reader, String uri, LogDoors doors, Duration patience) {
        place = place(reader, uri, doors, patience);
    }

    /** True when a URI means something without an end, which can only be followed. */
    public static boolean endless(String uri) {
        return uri.startsWith("sqs:")
                || uri.startsWith("kinesis:")
                || uri.startsWith("kafka:")
                || uri.startsWith("syslog:");
    }

    private static FollowedPlace place(LogReader reader, String uri, LogDoors doors, Duration patience) {
        if (uri.equals("-") || AwsFindingsPlace.meant(uri)) {
            throw Problems.of(uri, 0, "this cannot be followed", "Read it without --follow, from a timer if need be");
        }
        return switch (endless(uri) ? uri.substring(0, uri.indexOf(':')) : "") {
            case "sqs" -> FollowedQueue.of(reader, uri, doors, patience);
            case "kinesis" -> FollowedShards.of(reader, uri, doors);
            case "kafka" -> FollowedTopic.of(reader, uri, doors, patience);
            case "syslog" -> FollowedSyslog.of(reader, uri);
            default -> new FollowedFiles(reader, uri, doors);
        };
    }

    /** What a queue or a stream needs: AWS. */
    static LogReader.S3 aws(String uri, LogDoors doors) {
        LogReader.S3 aws = doors.s3();
        if (aws == null) {
            throw Problems.of(uri, 0, "AWS cannot be asked here", "Sign in to AWS first");
        }
        return aws;
    }

    /**
     * Looks once.
     *
     * @param now the time
     * @return how many files, messages or lines gave something
     */
    public int look(Instant now, Marks marks, Consumer<Event> events) {
        return place.look(now, marks, events);
    }

    /** To be called when everything given so far and its marks are kept for good. */
    public void kept() {
        place.kept();
    }

    @Override
    public void close() {
        place.close();
    }
}

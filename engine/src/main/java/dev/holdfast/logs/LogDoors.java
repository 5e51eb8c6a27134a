package dev.holdfast.logs;

import dev.holdfast.aws.QueueDoor;
import java.io.InputStream;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What reading logs needs from outside.
 *
 * @param s3 for {@code s3:}; null when there is none
 * @param queue for {@code sqs:}, with {@code s3} for the objects it tells of; null when there is none
 * @param standardInput for {@code -}; null when there is none
 * @param reference the time now, for times without a year in what has no date of its own; null when it is not known
 * @param stopped asked between pieces; places without an end are left when it says true
 * @param checkpoint called when a piece of an endless place was given in full: what it found must be kept when this
 *     returns, since the piece is acknowledged right after and will not come again
 */
public record LogDoors(
        LogReader.@Nullable S3 s3,
        @Nullable QueueDoor queue,
        @Nullable InputStream standardInput,
        @Nullable Instant reference,
        BooleanSupplier stopped,
        Runnable checkpoint) {
    /** Files alone. */
    public static final LogDoors FILES = new LogDoors(null, null, null, null, () -> false, () -> {});

    /** Files and, when there is one, S3. */
    public static LogDoors with(LogReader.@Nullable S3 s3) {
        return new LogDoors(s3, null, null, null, () -> false, () -> {});
    }

    /** The same with the time now. */
    public LogDoors at(Instant now) {
        return new LogDoors(s3, queue, standardInput, now, stopped, checkpoint);
    }

    /** The same with standard input. */
    public LogDoors reading(InputStream in) {
        return new LogDoors(s3, queue, in, reference, stopped, checkpoint);
    }

    /** The same with a queue. */
    public LogDoors queued(QueueDoor door) {
        return new LogDoors(s3, door, standardInput, reference, stopped, checkpoint);
    }

    /** The same for places without an end. */
    public LogDoors following(BooleanSupplier whenStopped, Runnable whenGiven) {
        return new LogDoors(s3, queue, standardInput, reference, whenStopped, whenGiven);
    }
}

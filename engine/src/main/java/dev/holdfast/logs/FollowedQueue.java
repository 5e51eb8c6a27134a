package dev.holdfast.logs;

import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.QueueDoor;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Event;
import dev.holdfast.model.Problems;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A queue of S3's notices, each of which leads to objects that are read. A message is taken off the queue only when what its
 * objects gave is kept for good. One that is not understood, or whose object could not be had, stays and comes again until
 * the queue's own policy moves it elsewhere.
 */
final class FollowedQueue implements FollowedPlace {
    private static final Pattern HOST =
            Pattern.compile("^(?:sqs\\.)?([a-z]{2}(?:-[a-z]+)+-\\d)\\.(?:queue\\.)?amazonaws\\.com.*$");
    private static final Pattern PATH = Pattern.compile("^/(\\d{12})/([A-Za-z0-9_.-]{1,80})$");

    /** So that what was given is kept and acknowledged before the queue hands it to another. */
    private static final int MOST_ROUNDS = 10;

    private static final int LONGEST_WAIT = 20;

    private final LogReader reader;
    private final AwsReader aws;
    private final QueueDoor queue;
    private final LogDoors doors;
    private final String url;
    private final Scope place;
    private final Scope objects;
    private final int wait;
    private final List<QueueDoor.Delivery> done = new ArrayList<>();

    private FollowedQueue(
            LogReader reader, LogReader.S3 aws, QueueDoor queue, LogDoors doors, String url, Scope place, int wait) {
        this.reader = reader;
        this.aws = aws.reader();
        this.queue = queue;
        this.doors = doors;
        this.url = url;
        this.place = place;
        this.objects = aws.scope();
        this.wait = wait;
    }

    static FollowedQueue of(LogReader reader, String uri, LogDoors doors, Duration patience) {
        LogReader.S3 aws = LogFollower.aws(uri, doors);
        QueueDoor queue = doors.queue();
        String url = uri.substring("sqs:".length());
        Optional<Scope> place = scope(url, aws.scope().region());
        if (place.isEmpty() || queue == null) {
            throw Problems.of(
                    uri,
                    0,
                    "this is not the URL of a queue",
                    "Write sqs:https://sqs.REGION.amazonaws.com/ACCOUNT/NAME");
        }
        // The account that may read the objects may take the messages: a queue of logs lies where the logs do.
        Scope scope = new Scope(aws.scope().account(), place.get().region());
        int wait = (int) Math.min(LONGEST_WAIT, patience.toSeconds());
        return new FollowedQueue(reader, aws, queue, doors, url, scope, wait);
    }

    /** The account and region of a queue by its URL; nothing when it is none. */
    static Optional<Scope> scope(String url, Region home) {
        try {
            URI uri = URI.create(url);
            Matcher path = PATH.matcher(String.valueOf(uri.getPath()));
            if (uri.getHost() == null || !path.matches()) {
                return Optional.empty();
            }
            Matcher host = HOST.matcher(uri.getHost());
            Region region = host.matches() ? new Region(host.group(1)) : home;
            return Optional.of(new Scope(new AccountId(path.group(1)), region));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public int look(Instant now, LogFollower.Marks marks, Consumer<Event> events) {
        int before = done.size();
        try {
            for (int round = 0; round < MOST_ROUNDS && !doors.stopped().getAsBoolean(); round++) {
                List<QueueDoor.Delivery> came = queue.receive(place, url, round == 0 ? wait : 0);
                for (QueueDoor.Delivery delivery : came) {
                    take(delivery, now, marks, events);
                }
                if (came.isEmpty()) {
                    break;
                }
            }
        } catch (AwsFailure e) {
            reader.error("sqs:" + url, 0, e.explain());
        }
        return done.size() - before;
    }

    private void take(QueueDoor.Delivery delivery, Instant now, LogFollower.Marks marks, Consumer<Event> events) {
        Optional<List<S3Notice>> notices = S3Notice.of(delivery.body());
        if (notices.isEmpty()) {
            reader.error("sqs:" + url, 0, "a message is no notice of S3; it stays on the queue");
            return;
        }
        boolean whole = true;
        String last = "";
        for (S3Notice notice : notices.get()) {
            Fetched fetched = new Fetched();
            last = "s3://" + notice.bucket() + "/" + notice.key();
            LogFile file = new LogFile(last, now, () -> fetched.open(notice));
            reader.follow(file, doors.reference(), Map.of(), events);
            whole &= !fetched.failed;
        }
        if (whole) {
            done.add(delivery);
            marks.given("sqs:" + url, last);
        }
    }

    @Override
    public void kept() {
        if (done.isEmpty()) {
            return;
        }
        try {
            queue.acknowledge(place, url, List.copyOf(done));
        } catch (AwsFailure e) {
            reader.error("sqs:" + url, 0, e.explain());
        }
        done.clear();
    }

    /** Tells what AWS did not give from what was given and cannot be understood: only the former is worth another try. */
    private final class Fetched {
        private boolean failed;

        private InputStream open(S3Notice notice) throws IOException {
            try {
                return new FilterInputStream(aws.object(objects, notice.bucket(), notice.key())) {
                    @Override
                    public int read() throws IOException {
                        byte[] one = new byte[1];
                        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                    }

                    @Override
                    public int read(byte[] buffer, int from, int length) throws IOException {
                        try {
                            return super.read(buffer, from, length);
                        } catch (IOException e) {
                            failed = true;
                            throw e;
                        }
                    }
                };
            } catch (AwsFailure e) {
                failed = true;
                throw new IOException(e.explain(), e);
            }
        }
    }
}

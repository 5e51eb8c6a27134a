package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Event;
import dev.holdfast.model.Problems;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Kinesis data stream, read shard by shard from its oldest record. Nothing is written: the places are kept here. */
final class FollowedShards implements FollowedPlace {
    private static final Pattern ARN =
            Pattern.compile("^arn:[a-z-]+:kinesis:([a-z0-9-]+):(\\d{12}):stream/([A-Za-z0-9_.-]{1,128})$");
    private static final Pattern NAME = Pattern.compile("^[A-Za-z0-9_.-]{1,128}$");

    /** A stream may be split into other shards at any time. */
    private static final Duration LIST_AFTER = Duration.ofSeconds(30);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final String ENDED = "ended";

    private final LogReader reader;
    private final AwsReader aws;
    private final Scope scope;
    private final String stream;
    private final LogDoors doors;
    private final Map<String, @Nullable String> iterators = new LinkedHashMap<>();
    private final Map<String, StreamMark> places = new HashMap<>();
    private Instant listed = Instant.MIN;

    private FollowedShards(LogReader reader, AwsReader aws, Scope scope, String stream, LogDoors doors) {
        this.reader = reader;
        this.aws = aws;
        this.scope = scope;
        this.stream = stream;
        this.doors = doors;
    }

    static FollowedShards of(LogReader reader, String uri, LogDoors doors) {
        LogReader.S3 aws = LogFollower.aws(uri, doors);
        String name = uri.substring("kinesis:".length());
        Matcher arn = ARN.matcher(name);
        if (arn.matches()) {
            Scope scope = new Scope(new AccountId(arn.group(2)), new Region(arn.group(1)));
            return new FollowedShards(reader, aws.reader(), scope, arn.group(3), doors);
        }
        if (!NAME.matcher(name).matches()) {
            throw Problems.of(uri, 0, "this is not a stream", "Write kinesis:NAME or kinesis: and the stream's ARN");
        }
        return new FollowedShards(reader, aws.reader(), aws.scope(), name, doors);
    }

    private String name(String shard) {
        return "kinesis:" + scope.account() + "/" + scope.region() + "/" + stream + "/" + shard;
    }

    @Override
    public int look(Instant now, LogFollower.Marks marks, Consumer<Event> events) {
        int given = 0;
        try {
            if (now.isAfter(listed.equals(Instant.MIN) ? listed : listed.plus(LIST_AFTER))) {
                ObjectNode request = JsonNodeFactory.instance.objectNode().put("StreamName", stream);
                // The pages after the first are asked for by their token alone, which the door's own paging does not
                // do.
                JsonNode page = aws.read(scope, "kinesis", "ListShards", request);
                while (true) {
                    page.path("Shards")
                            .forEach(
                                    s -> iterators.putIfAbsent(s.path("ShardId").asText(), null));
                    if (page.path("NextToken").asText().isEmpty()) {
                        break;
                    }
                    page = aws.read(
                            scope,
                            "kinesis",
                            "ListShards",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("NextToken", page.path("NextToken").asText()));
                }
                listed = now;
            }
        } catch (AwsFailure e) {
            reader.error("kinesis:" + stream, 0, e.explain());
            listed = now.minus(LIST_AFTER).plus(RETRY_AFTER);
        }
        for (String shard : iterators.keySet().toArray(new String[0])) {
            try {
                given += shard(shard, marks, events);
            } catch (AwsFailure e) {
                // An iterator holds for five minutes; the next look asks for another.
                iterators.put(shard, null);
                if (!e.code().contains("ExpiredIterator")) {
                    reader.error(name(shard), 0, e.explain());
                }
            }
        }
        return given;
    }

    private int shard(String shard, LogFollower.Marks marks, Consumer<Event> events) {
        String mark = marks.of(name(shard));
        if (ENDED.equals(mark)) {
            return 0;
        }
        StreamMark before = mark == null ? StreamMark.NONE : places.computeIfAbsent(shard, s -> StreamMark.read(mark));
        String iterator = iterators.get(shard);
        if (iterator == null) {
            iterator = iterator(shard, before.at());
        }
        JsonNode answer = aws.read(
                scope,
                "kinesis",
                "GetRecords",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("ShardIterator", iterator)
                        .put("Limit", 1000));
        int given = 0;
        StreamMark at = before;
        for (JsonNode record : answer.path("Records")) {
            String sequence = record.path("SequenceNumber").asText();
            byte[] bytes = Base64.getDecoder().decode(record.path("Data").asText());
            Instant came = LogTimes.parse(
                            record.path("ApproximateArrivalTimestamp").asText(), null)
                    .orElse(null);
            LogFile file = new LogFile(name(shard) + "#" + sequence, came, () -> new ByteArrayInputStream(bytes));
            at = new StreamMark(sequence, reader.follow(file, doors.reference(), at.repeats(), events));
            given++;
        }
        if (given > 0) {
            places.put(shard, at);
            marks.given(name(shard), at.text());
        }
        String next = answer.path("NextShardIterator").asText();
        iterators.put(shard, next.isEmpty() ? null : next);
        if (next.isEmpty()) {
            marks.given(name(shard), ENDED);
        }
        return given;
    }

    private String iterator(String shard, String after) {
        ObjectNode request =
                JsonNodeFactory.instance.objectNode().put("StreamName", stream).put("ShardId", shard);
        if (after.isEmpty()) {
            request.put("ShardIteratorType", "TRIM_HORIZON");
        } else {
            request.put("ShardIteratorType", "AFTER_SEQUENCE_NUMBER").put("StartingSequenceNumber", after);
        }
        return aws.read(scope, "kinesis", "GetShardIterator", request)
                .path("ShardIterator")
                .asText();
    }
}

package dev.holdfast.logs;

import dev.holdfast.model.Event;
import dev.holdfast.model.Problems;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A topic of Kafka, all partitions of it, read from the oldest message. The places are kept here and not at the broker, so
 * that they are kept together with what was found; nothing is written to the broker, and there is no consumer group.
 */
final class FollowedTopic implements FollowedPlace {
    private static final Pattern FORM =
            Pattern.compile("^kafka:([^/?\\s]+:\\d{1,5})/([A-Za-z0-9._-]{1,249})(?:\\?properties=(.+))?$");

    /** Partitions may be added at any time; asking for them also tells whether the broker answers at all. */
    private static final Duration LIST_AFTER = Duration.ofSeconds(30);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final LogReader reader;
    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> topic;
    private final String uri;
    private final String name;
    private final LogDoors doors;
    private final Duration patience;
    private final Map<TopicPartition, StreamMark> places = new HashMap<>();
    private Instant listed = Instant.MIN;

    FollowedTopic(
            LogReader reader,
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> topic,
            String uri,
            String name,
            LogDoors doors,
            Duration patience) {
        this.reader = reader;
        this.topic = topic;
        this.uri = uri;
        this.name = name;
        this.doors = doors;
        this.patience = patience;
    }

    static FollowedTopic of(LogReader reader, String uri, LogDoors doors, Duration patience) {
        Matcher form = FORM.matcher(uri);
        if (!form.matches()) {
            throw Problems.of(
                    uri,
                    0,
                    "this is not a topic of Kafka",
                    "Write kafka:HOST:PORT/TOPIC, several brokers with commas, `?properties=FILE` for TLS and SASL");
        }
        Properties settings = KafkaSettings.read(uri, form.group(3));
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, form.group(1));
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(ANSWER_WITHIN.toMillis()));
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Long.toString(ANSWER_WITHIN.toMillis()));
        try {
            var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            return new FollowedTopic(reader, consumer, uri, form.group(2), doors, patience);
        } catch (KafkaException e) {
            throw Problems.of(
                    uri, 0, "Kafka cannot be asked: " + reason(e), "Mend the broker's address or the properties");
        }
    }

    private static String reason(KafkaException e) {
        Throwable cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + ": " + cause.getMessage();
    }

    private String name(TopicPartition partition) {
        return "kafka:" + partition.topic() + "/" + partition.partition();
    }

    @Override
    public int look(Instant now, LogFollower.Marks marks, Consumer<Event> events) {
        try {
            if (listed.equals(Instant.MIN) || now.isAfter(listed.plus(LIST_AFTER))) {
                list(marks);
                listed = now;
            }
            return topic.assignment().isEmpty() ? 0 : take(topic.poll(patience), marks, events);
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions()
                    .forEach((partition, offset) -> reader.error(
                            name(partition), 0, "messages from " + offset + " on were dropped before they were read"));
            topic.seekToBeginning(e.offsetOutOfRangePartitions().keySet());
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            reader.error(uri, 0, reason(e));
            // A broker that does not answer must not keep other sources waiting at every look.
            listed = now.minus(LIST_AFTER).plus(RETRY_AFTER);
        }
        return 0;
    }

    /** Takes up partitions that were not known, each where it was left. */
    private void list(LogFollower.Marks marks) {
        Set<TopicPartition> known = new HashSet<>(topic.assignment());
        List<TopicPartition> fresh = new ArrayList<>();
        topic.partitionsFor(name, ANSWER_WITHIN).forEach(info -> {
            TopicPartition partition = new TopicPartition(info.topic(), info.partition());
            if (known.add(partition)) {
                fresh.add(partition);
            }
        });
        if (fresh.isEmpty()) {
            return;
        }
        topic.assign(known);
        for (TopicPartition partition : fresh) {
            String mark = marks.of(name(partition));
            if (mark == null) {
                topic.seekToBeginning(List.of(partition));
            } else {
                StreamMark place = StreamMark.read(mark);
                places.put(partition, place);
                topic.seek(partition, Long.parseLong(place.at()));
            }
        }
    }

    private int take(ConsumerRecords<byte[], byte[]> records, LogFollower.Marks marks, Consumer<Event> events) {
        int given = 0;
        for (TopicPartition partition : records.partitions()) {
            StreamMark at = places.getOrDefault(partition, StreamMark.NONE);
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                byte[] value = record.value();
                Map<String, Integer> repeats = at.repeats();
                if (value != null && value.length > 0) {
                    LogFile file = new LogFile(
                            name(partition) + "#" + record.offset(),
                            record.timestamp() < 0 ? null : Instant.ofEpochMilli(record.timestamp()),
                            () -> new ByteArrayInputStream(value));
                    repeats = reader.follow(file, doors.reference(), repeats, events);
                    given++;
                }
                at = new StreamMark(Long.toString(record.offset() + 1), repeats);
            }
            places.put(partition, at);
            marks.given(name(partition), at.text());
        }
        return given;
    }

    @Override
    public void close() {
        topic.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(1)));
    }
}

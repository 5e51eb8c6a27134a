package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.model.Event;
import dev.holdfast.model.Problems;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Places without an end: what a listener hears, and a topic (by the stand-in that Kafka's own client brings). */
class FollowedStreamsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");
    private static final String LINE =
            "<38>Nov 27 09:59:58 web-1 sshd[12]: Failed password for root from 203.0.113.9 port 4 ssh2";

    private final LogReader reader = new LogReader(
            SourceDefinitions.read(
                    new ContentFolder(List.of(
                            Path.of(System.getProperty("holdfast.root", "..")).resolve("content"))),
                    new ArrayList<>()),
            LogLimits.DEFAULT,
            (done, all, what) -> {});
    private final Kept kept = new Kept(new HashMap<>());
    private final List<Event> events = new ArrayList<>();

    private record Kept(Map<String, String> marks) implements LogFollower.Marks {
        @Override
        public @Nullable String of(String name) {
            return marks.get(name);
        }

        @Override
        public void given(String name, String mark) {
            marks.put(name, mark);
        }
    }

    private long lines() {
        return events.stream()
                .filter(e -> e.raw().path("_line").asText().equals(LINE))
                .count();
    }

    private void until(FollowedPlace place, int count) throws InterruptedException {
        for (int i = 0; i < 500 && lines() < count; i++) {
            place.look(NOW, kept, events::add);
            Thread.sleep(10);
        }
    }

    @Test
    void messagesOfSyslogAreHeardInEveryWayTheyAreSent() throws IOException, InterruptedException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        SyslogListener listener = SyslogListener.listen(address, true, true);
        try (FollowedSyslog place = new FollowedSyslog(reader, listener, "syslog:0");
                DatagramSocket udp = new DatagramSocket();
                Socket tcp = new Socket(address.getAddress(), listener.port())) {
            byte[] bytes = LINE.getBytes(StandardCharsets.UTF_8);
            udp.send(new DatagramPacket(bytes, bytes.length, address.getAddress(), listener.port()));
            until(place, 1);
            OutputStream out = tcp.getOutputStream();
            String fresh =
                    "<38>1 2026-11-27T09:59:59.003Z web-1 sshd 12 - - Accepted publickey for deploy from 198.51.100.7 port 4 ssh2";
            String several = fresh.replace(" port 4", "\nport 4");
            out.write((LINE + "\n" + fresh + "\n" + several.length() + " " + several).getBytes(StandardCharsets.UTF_8));
            out.write(("<13>" + "x".repeat(SyslogListener.LONGEST + 10) + "\n" + LINE + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            until(place, 3);
        }
        // The same line three times is three events, though none has an id of its own.
        assertThat(events.stream().filter(e -> e.raw().path("_line").asText().equals(LINE)))
                .hasSize(3);
        assertThat(events.stream().map(Event::id).distinct())
                .hasSize(events.size())
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(events.get(0).time()).isEqualTo(Instant.parse("2026-11-27T09:59:58Z"));
        assertThat(reader.report().errors().toString()).contains("longer than 65536 bytes");
    }

    @Test
    void connectionsAreBounded() throws IOException, InterruptedException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        List<Socket> sockets = new ArrayList<>();
        try (SyslogListener listener = SyslogListener.listen(address, false, true)) {
            for (int i = 0; i < SyslogListener.MOST_CONNECTIONS + 3; i++) {
                sockets.add(new Socket(address.getAddress(), listener.port()));
            }
            // The last was closed at once: its end is read.
            sockets.get(sockets.size() - 1).setSoTimeout(5_000);
            assertThat(sockets.get(sockets.size() - 1).getInputStream().read()).isEqualTo(-1);
            assertThat(listener.troubles().toString()).contains("connections were refused");
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void placesAreNamedWell() {
        LogDoors doors = LogDoors.FILES;
        for (String uri : List.of(
                "syslog:",
                "syslog:http://x:1",
                "syslog:70000",
                "kafka:trail",
                "kafka:h:1/t?properties=/nonexistent",
                "sqs:https://sqs.eu-west-1.amazonaws.com/111122223333/q",
                "kinesis:s")) {
            assertThatThrownBy(() -> new LogFollower(reader, uri, doors, Duration.ZERO))
                    .as(uri)
                    .isInstanceOf(Problems.class);
            assertThat(LogFollower.endless(uri)).isTrue();
            assertThatThrownBy(() -> reader.from(uri, doors, events::add)).hasMessageContaining("no end");
        }
        for (String uri : List.of("-", "guardduty:eu-west-1", "securityhub:")) {
            assertThatThrownBy(() -> new LogFollower(reader, uri, doors, Duration.ZERO))
                    .hasMessageContaining("cannot be followed");
        }
    }

    @Test
    void aTopicIsReadOnWhereItWasLeft() {
        TopicPartition partition = new TopicPartition("trail", 0);
        try (FollowedTopic first = topic(partition, 0)) {
            first.look(NOW, kept, events::add);
            first.look(NOW, kept, events::add);
        }
        assertThat(events).as("%s", reader.report().errors()).hasSize(3);
        assertThat(kept.marks().get("kafka:trail/0")).startsWith("3");
        try (FollowedTopic second = topic(partition, 0)) {
            second.look(NOW, kept, events::add);
            second.look(NOW, kept, events::add);
        }
        assertThat(events).as("nothing twice").hasSize(3);
        assertThat(reader.report().parseErrors()).isZero();
        try (FollowedTopic third = topic(partition, 7)) {
            third.look(NOW, kept, events::add);
            third.look(NOW, kept, events::add);
        }
        assertThat(reader.report().errors().toString())
                .contains("messages from 3 on were dropped before they were read");
    }

    private FollowedTopic topic(TopicPartition partition, long beginning) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
        consumer.updatePartitions(
                "trail", List.of(new PartitionInfo("trail", 0, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(partition, beginning));
        consumer.updateEndOffsets(Map.of(partition, beginning + 3));
        consumer.schedulePollTask(() -> {
            for (long offset = beginning; offset < beginning + 3; offset++) {
                consumer.addRecord(
                        new ConsumerRecord<>("trail", 0, offset, new byte[0], LINE.getBytes(StandardCharsets.UTF_8)));
            }
        });
        return new FollowedTopic(
                reader, consumer, "kafka:h:9092/trail", "trail", LogDoors.FILES.at(NOW), Duration.ofMillis(10));
    }
}

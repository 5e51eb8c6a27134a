package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same as {@link FollowKilledTest} over a real broker of Kafka, started from the jars in {@code -Dholdfast.kafka=DIR}
 * (docs/log-sources.md says how to get them). Not part of the ordinary run.
 */
@EnabledIfSystemProperty(named = "holdfast.kafka", matches = ".+")
final class FollowKafkaKilledTest {
    private static final int KILLS = Integer.getInteger("holdfast.kills", 5);
    private static final int PIECES = 60;
    private static final String TOPIC = "trail";

    @TempDir
    Path folder;

    @Test
    void findsTheSame() throws IOException, InterruptedException, ExecutionException {
        Files.writeString(
                Files.createDirectories(folder.resolve("rules")).resolve("rules.yml"), FollowKilledTest.RULES);
        int port = free();
        Process broker = broker(port);
        String source = "kafka:localhost:" + port + "/" + TOPIC;
        Map<String, Object> place = Map.of("bootstrap.servers", "localhost:" + port);
        try (Admin admin = Admin.create(place)) {
            // What bursts count lies on one partition, since the order of the others is left to chance.
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(3), Optional.of((short) 1))))
                    .all()
                    .get();
            int piece = 0;
            try (KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(place, new ByteArraySerializer(), new ByteArraySerializer())) {
                for (int kill = 0; kill < KILLS; kill++) {
                    int upto = PIECES * (kill + 1) / (KILLS + 1);
                    Process process = FollowKilledTest.start(folder, source, "killed", "600");
                    long pause = 900 + 370L * (kill % 9);
                    for (; piece < upto; piece++) {
                        arrive(producer, piece);
                        process.waitFor(pause / Math.max(1, upto - piece), TimeUnit.MILLISECONDS);
                    }
                    process.destroyForcibly().waitFor();
                }
                for (; piece < PIECES; piece++) {
                    arrive(producer, piece);
                }
            }
            assertTrue(FollowKilledTest.start(folder, source, "killed", "3").waitFor(120, TimeUnit.SECONDS));
            assertTrue(FollowKilledTest.start(folder, source, "whole", "3").waitFor(120, TimeUnit.SECONDS));
        } finally {
            broker.destroyForcibly().waitFor();
        }
        List<String> whole = FollowKilledTest.found(folder, "whole");
        assertEquals(whole, FollowKilledTest.found(folder, "killed"));
        assertEquals(
                2 * PIECES,
                whole.stream().filter(line -> line.contains("Logging stopped")).count());
        assertTrue(whole.stream().anyMatch(line -> line.contains("Looked around a lot")), "bursts are part of it");
    }

    private static void arrive(KafkaProducer<byte[], byte[]> producer, int piece)
            throws ExecutionException, InterruptedException {
        String[] names = {"StopLogging", "ListBuckets", "StopLogging"};
        for (int i = 0; i < names.length; i++) {
            byte[] value = FollowKilledTest.event(piece, i, names[i]).getBytes(StandardCharsets.UTF_8);
            int partition = names[i].equals("ListBuckets") ? 0 : 1 + piece % 2;
            producer.send(new ProducerRecord<>(TOPIC, partition, null, value)).get();
        }
    }

    private Process broker(int port) throws IOException, InterruptedException {
        int control = free();
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + control);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + control);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("log.dirs", folder.resolve("broker").toString());
        settings.put("offsets.topic.replication.factor", "1");
        Path file = folder.resolve("server.properties");
        try (var out = Files.newOutputStream(file)) {
            settings.store(out, null);
        }
        Process format =
                kafka("kafka.tools.StorageTool", "format", "-t", "4L6g3nShT-eMCtK--X86sw", "-c", file.toString());
        assertTrue(format.waitFor(60, TimeUnit.SECONDS) && format.exitValue() == 0, "the broker's folder");
        Process broker = kafka("kafka.Kafka", file.toString());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "localhost:" + port))) {
            admin.describeCluster().nodes().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            broker.destroyForcibly();
            throw new IOException("the broker does not answer", e);
        }
        return broker;
    }

    private Process kafka(String... command) throws IOException {
        List<String> all = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-cp",
                System.getProperty("holdfast.kafka") + "/*"));
        all.addAll(List.of(command));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("kafka.log").toFile()))
                .start();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.lake.EventLake;
import dev.holdfast.lake.Hunt;
import dev.holdfast.lake.LakeWriter;
import dev.holdfast.lake.Needle;
import dev.holdfast.model.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How fast a lake of many events is written and searched: the figures of docs/lake.md. */
@EnabledIfSystemProperty(named = "holdfast.full", matches = "true")
class LakeScaleTest {
    private static final long EVENTS = Long.getLong("holdfast.lake.events", 200_000);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final long DAYS = 90;
    private static final List<SourceDefinition> SOURCES = SourceDefinitions.read(
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), new ArrayList<>());
    private static final String KEY = "AKIAZZNEEDLE00000001";
    private static final String ADDRESS = "198.51.100.213";
    private static final String NAME = "arn:aws:iam::999988887777:role/needle";

    @TempDir
    Path folder;

    @Test
    void a_needle_is_found_fast() throws IOException {
        EventLake lake = new EventLake(folder);
        LakeEvents facts = new LakeEvents(SOURCES);
        Random random = new Random(1);
        long began = System.nanoTime();
        long bytes = 0;
        try (LakeWriter writer = new LakeWriter(lake)) {
            for (long i = 0; i < EVENTS; i++) {
                Event event = event(i, random);
                bytes += event.raw().toString().length();
                writer.add(facts.kept(event));
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        long[] size = size();
        say(
                "%,d events, %,d MB of JSON, written in %.1f s (%,.0f a second)",
                EVENTS, bytes >> 20, seconds, EVENTS / seconds);
        say("%,d MB of Parquet and %,d MB of words in %,d parts", size[0] >> 20, size[1] >> 20, size[2]);
        for (int round = 0; round < 2; round++) {
            assertThat(hunt(lake, KEY, Long.MAX_VALUE)).isEqualTo(3);
            assertThat(hunt(lake, ADDRESS, Long.MAX_VALUE)).isEqualTo(3);
            assertThat(hunt(lake, NAME, Long.MAX_VALUE)).isEqualTo(3);
            assertThat(hunt(lake, "AKIANOTTHEREATALL001", Long.MAX_VALUE)).isZero();
            // One that every chunk holds: the first thousand end the hunt.
            assertThat(hunt(lake, "111122223333", 1_000)).isPositive();
        }
    }

    private static long hunt(EventLake lake, String needle, long most) {
        long began = System.nanoTime();
        long[] found = {0};
        try (Hunt hunt = new Hunt(lake)) {
            Hunt.Outcome outcome =
                    hunt.run(Optional.of(Needle.words(needle)), EventLake.Span.ALL, e -> ++found[0] < most);
            say(
                    "%-40s %,6d found, %,d of %,d chunks read, %.2f s",
                    needle, found[0], outcome.chunksRead(), outcome.chunks(), (System.nanoTime() - began) / 1e9);
        }
        return found[0];
    }

    private static void say(String form, Object... values) {
        System.out.println(String.format(Locale.ROOT, form, values));
    }

    private long[] size() throws IOException {
        long[] out = new long[3];
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean part = file.toString().endsWith(".parquet");
                out[part ? 0 : 1] += Files.size(file);
                out[2] += part ? 1 : 0;
            }
        }
        return out;
    }

    /** Calls of a thousand roles in twenty accounts from fifty thousand addresses; three hold the needles. */
    private static Event event(long number, Random random) {
        boolean needle = number == EVENTS / 7 || number == EVENTS / 2 || number == EVENTS - 5;
        Instant time = START.plusMillis(number * DAYS * 86_400_000L / EVENTS);
        String account = random.nextInt(3) == 0 ? "111122223333" : "11112222" + (4000 + random.nextInt(20));
        int role = random.nextInt(1_000);
        String call = List.of("Get", "List", "Describe", "Put", "Create", "Delete")
                        .get(random.nextInt(6)) + "Thing" + random.nextInt(60);
        UUID id = new UUID(random.nextLong(), random.nextLong());
        String arn = needle
                ? NAME
                : "arn:aws:sts::" + account + ":assumed-role/role-" + role + "/session-" + random.nextInt(50_000);
        ObjectNode raw = JsonNodeFactory.instance.objectNode();
        raw.put("eventVersion", "1.11");
        raw.putObject("userIdentity")
                .put("type", "AssumedRole")
                .put("principalId", "AROAEXAMPLE" + role + ":session")
                .put("arn", arn)
                .put("accountId", account)
                .put(
                        "accessKeyId",
                        needle
                                ? KEY
                                : "ASIA"
                                        + Long.toString(random.nextLong() >>> 1, 36)
                                                .toUpperCase(Locale.ROOT))
                .putObject("sessionContext")
                .putObject("sessionIssuer")
                .put("type", "Role")
                .put("arn", "arn:aws:iam::" + account + ":role/role-" + role)
                .put("userName", "role-" + role);
        raw.put("eventTime", time.toString());
        raw.put("eventSource", "service" + random.nextInt(40) + ".amazonaws.com");
        raw.put("eventName", call);
        raw.put("awsRegion", random.nextBoolean() ? "eu-central-1" : "us-east-1");
        raw.put("sourceIPAddress", needle ? ADDRESS : address(random.nextInt(50_000)));
        raw.put(
                "userAgent",
                "aws-sdk-java/2." + random.nextInt(300) + " Linux/6.1 md/internal exec-env/ecs app/"
                        + random.nextInt(90));
        raw.putObject("requestParameters")
                .put("bucketName", "bucket-" + random.nextInt(3_000))
                .put("key", "data/2026/" + random.nextInt(1_000_000) + "/part.bin")
                .put("instanceId", "i-0" + Long.toHexString(random.nextLong() >>> 8));
        raw.putNull("responseElements");
        raw.put("requestID", new UUID(random.nextLong(), random.nextLong()).toString());
        raw.put("eventID", id.toString());
        raw.put("readOnly", true).put("eventType", "AwsApiCall").put("managementEvent", true);
        raw.put("recipientAccountId", account).put("eventCategory", "Management");
        return new Event(id.toString(), time, new Event.LogSource("aws", "cloudtrail"), raw, "generated#" + number);
    }

    private static String address(int number) {
        return "10." + (number >> 14) + "." + ((number >> 7) & 127) + "." + (number & 127);
    }
}

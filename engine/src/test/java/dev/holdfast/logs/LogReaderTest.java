package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Event;
import dev.holdfast.model.Problems;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
    private static final List<SourceDefinition> SOURCES = SourceDefinitions.read(
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), new ArrayList<>());
    private static final LogLimits SMALL = new LogLimits(2_000, 32, 4_000_000, 100, 1_000);

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();

    private static String record(int number) {
        return """
                {"eventVersion":"1.11","eventSource":"iam.amazonaws.com","eventName":"ListUsers",\
                "eventTime":"2026-01-02T03:04:%02dZ","eventID":"id-%d"}""".formatted(number % 60, number);
    }

    private static String file(int records) {
        return "{\"Records\":["
                + String.join(
                        ",",
                        IntStream.range(0, records)
                                .mapToObj(LogReaderTest::record)
                                .toList()) + "]}";
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private ReadReport read(byte[] content) throws IOException {
        Path path = Files.write(folder.resolve("log.json"), content);
        return new LogReader(SOURCES, SMALL, Progress.SILENT).read("file:" + path, null, events::add);
    }

    private ReadReport read(String content) throws IOException {
        return read(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_delivery_file_gives_its_records() throws IOException {
        ReadReport report = read(gzip(file(3).getBytes(StandardCharsets.UTF_8)));
        assertThat(report.parseErrors()).isZero();
        assertThat(report.events()).isEqualTo(3);
        assertThat(report.bytes()).isEqualTo(file(3).length());
        Event second = events.get(1);
        assertThat(second.id()).isEqualTo("id-1");
        assertThat(second.time()).isEqualTo(Instant.parse("2026-01-02T03:04:01Z"));
        assertThat(second.source()).isEqualTo(new Event.LogSource("aws", "cloudtrail"));
        assertThat(second.origin()).endsWith("log.json#2");
        assertThat(second.raw().path("eventName").asText()).isEqualTo("ListUsers");
    }

    @Test
    void every_way_to_write_records_is_read() throws IOException {
        String pretty =
                file(3).replace("{\"Records\":[", "{\n  \"Records\" : [\n").replace(",\"", ",\n\"");
        List<String> ways = List.of(
                file(3),
                pretty,
                "\uFEFF" + file(3),
                "[" + record(0) + "," + record(1) + "," + record(2) + "]",
                "[\n" + record(0) + ",\n" + record(1) + ",\n" + record(2) + "\n]",
                record(0) + "\n" + record(1) + "\r\n\n" + record(2),
                record(0) + record(1) + " " + record(2),
                record(0).replace(",", ",\n") + "\n" + record(1).replace(",", ",\n") + "\n" + record(2),
                file(2) + "\n" + "{\"Records\":[" + record(2) + "]}\n",
                "{\"Records\":[" + record(0) + "," + record(1) + "," + record(2) + "],\"more\":{\"a\":[1]}}");
        for (String way : ways) {
            events.clear();
            ReadReport report = read(way);
            assertThat(report.errors()).as(way).isEmpty();
            assertThat(events).as(way).extracting(Event::id).containsExactly("id-0", "id-1", "id-2");
        }
    }

    @Test
    void a_file_cut_anywhere_gives_the_records_before_the_cut() throws IOException {
        byte[] whole = file(5).getBytes(StandardCharsets.UTF_8);
        int recordBytes = record(0).length() + 1;
        for (int cut = 1; cut < whole.length; cut++) {
            events.clear();
            ReadReport report = read(Arrays.copyOf(whole, cut));
            int complete = Math.min(5, (cut - "{\"Records\":[".length() + 1) / recordBytes);
            assertThat(events).as("cut at %s", cut).hasSize(Math.max(0, complete));
            assertThat(report.parseErrors()).as("cut at %s", cut).isEqualTo(1);
        }
        assertThat(new LogReader(SOURCES, SMALL, Progress.SILENT)
                        .read(folder.resolve("log.json").toString(), null, e -> {})
                        .errors())
                .singleElement()
                .asString()
                .contains("log.json, record 6", "byte " + (whole.length - 1), "cut off");
    }

    @Test
    void a_compressed_file_cut_anywhere_never_throws_and_is_reported() throws IOException {
        byte[] whole = gzip(file(40).getBytes(StandardCharsets.UTF_8));
        int most = 0;
        for (int cut = 3; cut < whole.length; cut++) {
            events.clear();
            ReadReport report = read(Arrays.copyOf(whole, cut));
            assertThat(report.parseErrors()).as("cut at %s", cut).isPositive();
            most = Math.max(most, events.size());
        }
        assertThat(most).isGreaterThan(35);
    }

    @Test
    void random_bytes_and_damaged_files_never_throw() throws IOException {
        Random random = new Random(5);
        byte[] good = file(6).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes;
            if (i % 3 == 0) {
                bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
            } else {
                bytes = good.clone();
                for (int n = random.nextInt(6); n >= 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:\n\\0e-\u0000".charAt(random.nextInt(13));
                }
            }
            ReadReport report = read(i % 5 == 0 ? gzip(bytes) : bytes);
            assertThat(report.events()).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void a_bad_line_costs_only_itself() throws IOException {
        ReadReport report = read(record(0) + "\n{\"eventVersion\": nonsense\n" + record(1) + "\n");
        assertThat(events).hasSize(2);
        assertThat(report.errors())
                .singleElement()
                .asString()
                .contains("line 2", "not JSON")
                .doesNotContain("nonsense");
    }

    @Test
    void a_record_that_is_too_large_or_unknown_costs_only_itself() throws IOException {
        String large = record(1).replace("ListUsers", "x".repeat(500) + "\",\"a\":\"" + "y".repeat(1_800));
        ReadReport report = read("{\"Records\":[" + record(0) + "," + large + ",{\"other\":1},7," + record(2) + "]}");
        assertThat(events).extracting(Event::id).containsExactly("id-0", "id-2");
        assertThat(report.errors())
                .extracting(ReadReport.ReadError::toString)
                .satisfiesExactly(
                        e -> assertThat(e).contains("record 2", "larger than 2000 bytes"),
                        e -> assertThat(e).contains("record 3", "not a record of a known log source"),
                        e -> assertThat(e).contains("record 4", "JSON object"));
    }

    @Test
    void nesting_is_bounded() throws IOException {
        ReadReport report = read(record(0) + "\n{\"a\":" + "[".repeat(100_000) + "\n" + record(1));
        assertThat(events).hasSize(2);
        assertThat(report.errors()).singleElement().asString().contains("line 2", "nested too deep");
    }

    @Test
    void a_gzip_bomb_is_stopped_with_the_limit_named() throws IOException {
        byte[] bomb = gzip("x".repeat(20_000_000).getBytes(StandardCharsets.UTF_8));
        assertThat(bomb.length).isLessThan(40_000);
        ReadReport report = read(bomb);
        assertThat(events).isEmpty();
        assertThat(report.bytes()).isLessThan(5_000_000);
        assertThat(report.errors().getLast().toString()).contains("log.json", "100 times its size");
        byte[] wide = gzip(" ".repeat(20_000_000).getBytes(StandardCharsets.UTF_8));
        assertThat(read(wide).errors()).singleElement().asString().contains("100 times its size");
    }

    @Test
    void an_event_found_twice_is_given_once() throws IOException {
        ReadReport report = read(record(0) + "\n" + record(1) + "\n" + record(0));
        assertThat(report.events()).isEqualTo(2);
        assertThat(report.duplicates()).isEqualTo(1);
    }

    @Test
    void folders_patterns_and_digests() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(deep.resolve("one.json"), record(1));
        Files.writeString(folder.resolve("a/two.jsonl"), record(2));
        Files.writeString(folder.resolve("a/notes.txt"), "no log");
        Path digest = Files.createDirectories(folder.resolve("a/CloudTrail-Digest/x"));
        Files.writeString(digest.resolve("d.json"), "{}");
        ReadReport whole =
                new LogReader(SOURCES, SMALL, Progress.SILENT).read("file:" + folder.resolve("a"), null, events::add);
        assertThat(whole.files()).isEqualTo(2);
        assertThat(whole.skipped()).isEqualTo(1);
        assertThat(events).hasSize(2);
        events.clear();
        new LogReader(SOURCES, SMALL, Progress.SILENT).read(folder + "/**/*.json", null, events::add);
        assertThat(events).extracting(Event::id).containsExactly("id-1");
        ReadReport none = new LogReader(SOURCES, SMALL, Progress.SILENT).read(folder + "/none", null, events::add);
        assertThat(none.errors()).singleElement().asString().contains("there is no file or folder");
    }

    @Test
    void s3_is_read_object_by_object_and_one_that_fails_is_reported() throws IOException {
        Map<String, byte[]> objects = new TreeMap<>();
        objects.put("trail/1.json.gz", gzip(file(2).getBytes(StandardCharsets.UTF_8)));
        objects.put("trail/2.json.gz", new byte[0]);
        objects.put("trail/3.json.gz", gzip(("{\"Records\":[" + record(7) + "]}").getBytes(StandardCharsets.UTF_8)));
        Scope scope = new Scope(new AccountId("123456789012"), new Region("eu-west-1"));
        LogReader reader = new LogReader(SOURCES, SMALL, Progress.SILENT);
        ReadReport report = reader.read("s3://logs/trail/", new LogReader.S3(new FakeS3(objects), scope), events::add);
        assertThat(events).extracting(Event::id).containsExactly("id-0", "id-1", "id-7");
        assertThat(events.get(2).origin()).isEqualTo("s3://logs/trail/3.json.gz#1");
        assertThat(report.errors()).singleElement().asString().contains("s3://logs/trail/2.json.gz", "AccessDenied");
        assertThatThrownBy(() -> reader.read("s3://logs/trail/", null, events::add))
                .isInstanceOf(Problems.class);
        assertThatThrownBy(() -> reader.read("kafka:topic", null, events::add))
                .isInstanceOf(Problems.class)
                .hasMessageContaining("kafka:topic");
    }

    /** A bucket in memory, one object to a page; an empty object cannot be opened. */
    private record FakeS3(Map<String, byte[]> objects) implements AwsReader {
        @Override
        public JsonNode read(Scope scope, String service, String operation, JsonNode input) {
            throw new UnsupportedOperationException(operation);
        }

        @Override
        public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
            assertThat(service + ":" + operation).isEqualTo("s3:ListObjectsV2");
            assertThat(input.path("Prefix").asText()).isEqualTo("trail/");
            for (String key : objects.keySet()) {
                ObjectNode page = JsonNodeFactory.instance.objectNode();
                ArrayNode contents = page.putArray("Contents");
                contents.addObject().put("Key", key);
                each.accept(page);
            }
        }

        @Override
        public InputStream object(Scope scope, String bucket, String key) {
            byte[] bytes = objects.getOrDefault(key, new byte[0]);
            if (bytes.length == 0) {
                throw new AwsFailure(AwsFailure.Kind.DENIED, "s3:GetObject", scope, "AccessDenied", 403, "no");
            }
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public String principal(Scope scope) {
            return "arn:aws:iam::123456789012:role/reader";
        }
    }
}

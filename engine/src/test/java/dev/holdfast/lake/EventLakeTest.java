package dev.holdfast.lake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.model.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLakeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant START = Instant.parse("2026-01-02T00:00:00Z");

    @TempDir
    Path folder;

    private EventLake lake;

    @BeforeEach
    void make() {
        lake = new EventLake(folder.resolve("lake"));
    }

    private static KeptEvent event(int number, String value) throws IOException {
        JsonNode raw =
                JSON.readTree("{\"n\":" + number + ",\"inner\":[{\"value\":" + JSON.writeValueAsString(value) + "}]}");
        Event event = new Event(
                "id-" + number,
                START.plusSeconds(number),
                new Event.LogSource("aws", "cloudtrail"),
                raw,
                "f#" + number);
        return new KeptEvent(event, 6003, "actor", "", "192.0.2.1", "111122223333", "", "", "name", "");
    }

    private void keep(String... values) throws IOException {
        try (LakeWriter writer = new LakeWriter(lake)) {
            for (int i = 0; i < values.length; i++) {
                writer.add(event(i, values[i]));
            }
        }
    }

    private List<String> found(Needle needle) {
        List<String> out = new ArrayList<>();
        try (Hunt hunt = new Hunt(lake)) {
            Hunt.Outcome outcome = hunt.run(Optional.of(needle), EventLake.Span.ALL, e -> out.add(e.id()));
            assertThat(outcome.unread()).isEmpty();
            assertThat(outcome.more()).isFalse();
        }
        return out;
    }

    @Test
    void a_needle_is_whole_words() throws IOException {
        keep("203.0.113.7", "203.0.113.77", "from 203.0.113.7:443", "1203.0.113.7", "203.0.113.7.");
        assertThat(found(Needle.words("203.0.113.7"))).containsExactly("id-0", "id-2", "id-4");
        assertThat(found(Needle.anywhere("203.0.113.7"))).hasSize(5);
    }

    @Test
    void names_keys_addresses_and_texts_are_found() throws IOException {
        keep(
                "arn:aws:iam::111122223333:role/Admin",
                "arn:aws:iam::111122223333:role/Admin/session",
                "arn:aws:iam::111122223333:role/Administrator",
                "{\"key\": \"AKIAIOSFODNN7EXAMPLE\"}\nnext",
                "2001:db8::1",
                "[2001:db8::1]:443 to x",
                "www.evil.example",
                "notevil.example",
                "Grüße an \"alle\" \\ dort",
                "i-0abcdef1234567890,vol-1",
                "0a:1b:2c:3d:4e:5f");
        assertThat(found(Needle.words("arn:aws:iam::111122223333:role/Admin"))).containsExactly("id-0", "id-1");
        assertThat(found(Needle.words("akiaiosfodnn7example"))).containsExactly("id-3");
        assertThat(found(Needle.words("2001:DB8::1"))).containsExactly("id-4", "id-5");
        assertThat(found(Needle.words("evil.example"))).containsExactly("id-6");
        assertThat(found(Needle.words("grüße an \"alle\" \\"))).containsExactly("id-8");
        assertThat(found(Needle.words("i-0abcdef1234567890"))).containsExactly("id-9");
        assertThat(found(Needle.words("0A:1B:2C:3D:4E:5F"))).containsExactly("id-10");
        assertThat(found(Needle.words("nowhere"))).isEmpty();
        assertThat(found(Needle.anywhere("vil.exam"))).containsExactly("id-6", "id-7");
    }

    /** The words never rule out what reading would find. */
    @Test
    void what_is_ruled_out_is_not_there() throws IOException {
        List<String> values = new ArrayList<>();
        java.util.Random random = new java.util.Random(7);
        String signs = "ab1.:-/_ ,@\"\\é";
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(60); n >= 0; n--) {
                text.append(
                        random.nextInt(9) == 0 ? "arn:aws:s3:::" : signs.charAt(random.nextInt(signs.length())) + "");
            }
            values.add(text.toString());
        }
        for (int i = 0; i < 4_000; i++) {
            String text = values.get(random.nextInt(values.size()));
            int from = random.nextInt(text.length());
            String part = text.substring(from, from + 1 + random.nextInt(text.length() - from))
                    .strip();
            if (part.isEmpty()) {
                continue;
            }
            Needle needle = Needle.words(part);
            for (String value : values.subList(0, 40)) {
                JsonNode record = JSON.createObjectNode().put("v", value);
                if (needle.in(record)) {
                    java.util.Set<Long> words = new java.util.HashSet<>();
                    EventWords.of(record, words::add);
                    assertThat(words)
                            .as("`" + part + "` in `" + value + "`")
                            .containsAll(java.util.Arrays.stream(needle.words())
                                    .boxed()
                                    .toList());
                }
            }
        }
    }

    @Test
    void only_chunks_that_may_hold_it_are_read() throws IOException {
        int events = EventLake.CHUNK * 2 + 100;
        keep(IntStream.range(0, events)
                .mapToObj(i -> i == 20_000 ? "AKIANEEDLE0000000000" : "word-" + i)
                .toArray(String[]::new));
        try (Hunt hunt = new Hunt(lake)) {
            List<String> found = new ArrayList<>();
            Hunt.Outcome outcome = hunt.run(
                    Optional.of(Needle.words("AKIANEEDLE0000000000")), EventLake.Span.ALL, e -> found.add(e.id()));
            assertThat(found).containsExactly("id-20000");
            assertThat(outcome.chunks()).isEqualTo(3);
            assertThat(outcome.chunksRead()).isEqualTo(1);
            outcome = hunt.run(
                    Optional.empty(), new EventLake.Span(START.plusSeconds(5), START.plusSeconds(9)), e -> true);
            assertThat(outcome.found()).isEqualTo(4);
            outcome = hunt.run(Optional.empty(), EventLake.Span.ALL, e -> false);
            assertThat(outcome.more()).isTrue();
        }
    }

    @Test
    void days_are_folders_and_the_same_events_again_are_not_doubled() throws IOException {
        List<KeptEvent> events = List.of(event(0, "one"), event(100_000, "two"), event(1, "three"));
        for (int i = 0; i < 2; i++) {
            try (LakeWriter writer = new LakeWriter(lake)) {
                for (KeptEvent event : events) {
                    writer.add(event);
                }
            }
        }
        try (Stream<Path> files = Files.walk(lake.folder())) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(p -> lake.folder().relativize(p).toString())
                            .sorted())
                    .hasSize(4)
                    .allMatch(n -> n.matches("date=2026-01-0[23]/part-[0-9a-f]{24}[.](parquet|words)"));
        }
        // The same event in another part is given once.
        try (LakeWriter writer = new LakeWriter(lake)) {
            writer.add(events.get(0));
        }
        assertThat(found(Needle.words("one"))).containsExactly("id-0");
    }

    @Test
    void a_part_without_words_is_read_and_a_damaged_part_is_named() throws IOException {
        keep("needle-one", "other");
        Path part = lake.parts(EventLake.Span.ALL).get(0);
        Files.write(EventLake.words(part), new byte[] {1, 2, 3});
        assertThat(found(Needle.words("needle-one"))).containsExactly("id-0");
        Files.delete(EventLake.words(part));
        assertThat(found(Needle.words("needle-one"))).containsExactly("id-0");
        Files.write(part, new byte[] {1, 2, 3});
        try (Hunt hunt = new Hunt(lake)) {
            Hunt.Outcome outcome = hunt.run(Optional.of(Needle.words("needle-one")), EventLake.Span.ALL, e -> true);
            assertThat(outcome.unread()).singleElement().asString().contains(part.toString());
        }
    }

    @Test
    void small_parts_are_joined_and_what_is_found_stays() throws IOException {
        for (int part = 0; part < 5; part++) {
            try (LakeWriter writer = new LakeWriter(lake)) {
                for (int i = 0; i < 3; i++) {
                    writer.add(event(2 * part + i, "needle-" + (2 * part + i)));
                }
            }
        }
        try (LakeWriter writer = new LakeWriter(lake)) {
            writer.add(event(100_000, "needle-other-day"));
        }
        Path damaged = lake.day(java.time.LocalDate.parse("2026-01-02")).resolve("part-damaged.parquet");
        Files.write(damaged, new byte[] {1, 2, 3});
        try (LakeCare care = new LakeCare(lake)) {
            LakeCare.Outcome outcome = care.join();
            assertThat(outcome.before()).isEqualTo(7);
            assertThat(outcome.after()).isEqualTo(3);
            assertThat(outcome.twice()).isEqualTo(4);
            assertThat(outcome.unread()).singleElement().asString().contains("part-damaged");
            Files.delete(damaged);
            assertThat(care.join()).isEqualTo(new LakeCare.Outcome(2, 2, 0, List.of()));
        }
        for (int i = 0; i <= 10; i++) {
            assertThat(found(Needle.words("needle-" + i))).containsExactly("id-" + i);
        }
        try (Hunt hunt = new Hunt(lake)) {
            List<String> ids = new ArrayList<>();
            assertThat(hunt.inOrder(EventLake.Span.ALL, e -> ids.add(e.id())).found())
                    .isEqualTo(12);
            assertThat(ids)
                    .startsWith("id-0", "id-1", "id-2")
                    .endsWith("id-100000")
                    .doesNotHaveDuplicates();
        }
        try (LakeCare care = new LakeCare(lake)) {
            List<java.time.LocalDate> old = care.before(java.time.LocalDate.parse("2026-01-03"));
            assertThat(old).hasSize(1);
            care.drop(old.get(0));
        }
        assertThat(lake.days()).containsExactly(java.time.LocalDate.parse("2026-01-03"));
        assertThat(found(Needle.words("needle-other-day"))).containsExactly("id-100000");
    }

    @Test
    void an_event_that_lies_there_twice_is_given_once_in_order() throws IOException {
        for (int part = 0; part < 3; part++) {
            try (LakeWriter writer = new LakeWriter(lake)) {
                writer.add(event(1, "one"));
                writer.add(event(part + 2, "other"));
            }
        }
        List<String> ids = new ArrayList<>();
        try (Hunt hunt = new Hunt(lake)) {
            hunt.inOrder(EventLake.Span.ALL, e -> ids.add(e.id()));
        }
        assertThat(ids).containsExactly("id-1", "id-2", "id-3", "id-4");
    }
}

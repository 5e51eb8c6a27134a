package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.Detection;
import dev.holdfast.model.ContentError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rules come from strangers: whatever a file holds, reading and compiling it ends soon, in rules or in errors with a place,
 * and what compiled can be asked. Files are the shipped rules and those below, cut, spliced and sprinkled with the words of
 * the language.
 */
class RuleParserFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Boolean.getBoolean("holdfast.full") ? 60 : 3);
    private static final int LARGEST = 8_000;
    private static final String EVENT = """
            {"eventVersion":"1","eventSource":"iam.amazonaws.com","eventName":"CreateUser","eventTime":"2026-01-02T03:04:05Z",\
            "eventID":"e","a":[1,null,{"b":"x"}],"requestParameters":{"userName":"%admin*"}}""";
    private static final List<String> SEEDS = List.of(
            Rules.rule("a: {eventName|contains|all: [Create, User]}\nb: [x, 'y*z', 5]\nc:\n  - {k|re|i: 'a+b'}\n"
                    + "condition: 1 of a* and not (b or all of them)"),
            Rules.rule("s: {src|cidr: [10.0.0.0/8, '::1/64'], n|gte: 5, t|hour: 3, u|windash|contains: ' -enc '}\n"
                    + "condition: s"),
            Rules.rule(
                    "s: {x|base64offset|contains: hallo, y|utf16le|base64: a, z|fieldref: q, e|exists: true, n: null}\n"
                            + "condition: s"),
            Rules.rule("s: {x|expand: '%name%', v|cased: 'A\\*?', w|neq: 3}\ncondition:\n  - s\n  - not s"),
            """
            title: c
            name: base
            logsource: {product: aws}
            detection: {s: {eventName: CreateUser}, condition: s}
            ---
            title: many
            correlation: {type: value_percentile, rules: [base], group-by: [a], timespan: 5m,
              condition: {field: n, percentile: 95, gte: 10}, aliases: {a: {base: b}}}
            """);
    private static final List<String> WORDS = List.of(
            "|",
            "|re",
            "|contains",
            "|all",
            "|base64offset",
            "|cidr",
            "|expand",
            "|fieldref",
            "|gt",
            "|windash",
            "|i",
            "1 of ",
            "all of ",
            "them",
            "not ",
            " and ",
            " or ",
            "(",
            ")",
            "*",
            "?",
            "\\",
            "%",
            "'",
            "\"",
            "\n",
            "  ",
            "- ",
            ": ",
            "---\n",
            "&a ",
            "*a",
            "<<: ",
            "!x ",
            "null",
            "9999999999999999999",
            "-1",
            "1e999",
            "(a+)+$",
            "[",
            "]",
            "{",
            "}",
            "\t",
            "\u0000",
            "\ud83d\ude00",
            "condition",
            "detection",
            "timespan: 1M",
            "correlation:",
            "filter:",
            "timeframe");

    @Test
    void every_file_ends_in_rules_or_errors() throws IOException {
        List<String> seeds = new ArrayList<>(SEEDS);
        Path shipped = Path.of(System.getProperty("holdfast.root"), "content", "detections");
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file :
                    files.filter(Files::isRegularFile).sorted().limit(60).toList()) {
                seeds.add(Files.readString(file));
            }
        }
        seeds.forEach(RuleParserFuzzTest::take);
        Random random = new Random(5);
        long end = System.nanoTime() + TIME.toNanos();
        long read = 0;
        while (System.nanoTime() < end) {
            take(changed(seeds, random));
            read++;
        }
        assertThat(read).isGreaterThan(20);
    }

    private static void take(String text) {
        List<ContentError> errors = new ArrayList<>();
        long began = System.nanoTime();
        try {
            List<Detection> read = Rules.read(text, errors);
            DetectionRules rules = DetectionRules.compile(read, Placeholders.NONE, errors);
            new Detector(rules, List.of(), new BoundedCorrelationState()).accept(Rules.event("e", 0, EVENT));
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("this file breaks the reader:\n" + text, e);
        }
        assertThat(errors).as(text).allMatch(e -> e.line() >= 0 && !e.problem().isBlank());
        assertThat(System.nanoTime() - began).as("nanoseconds for %s", text).isLessThan(20_000_000_000L);
    }

    private static String changed(List<String> seeds, Random random) {
        StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && !text.isEmpty(); i++) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                case 2 -> text.replace(at, to, WORDS.get(random.nextInt(WORDS.size())));
                case 3 -> {
                    String other = seeds.get(random.nextInt(seeds.size()));
                    int from = random.nextInt(other.length());
                    text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(200)));
                }
                default -> text.insert(at, text.substring(at, to).repeat(1 + random.nextInt(30)));
            }
            text.setLength(Math.min(LARGEST, text.length()));
        }
        return new String(text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}

package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.fuzz.Campaign;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file of rules holds, reading and compiling it ends in rules or in errors with a place ({@link RuleFuzz}). */
class RuleParserFuzzTest {
    private static final List<String> EVERY_WORD = List.of(
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

    @Test
    void what_a_campaign_kept_ends_in_rules_or_errors() throws IOException {
        List<byte[]> seeds = seeds();
        seeds.addAll(Campaign.kept("rules"));
        assertThat(seeds).hasSizeGreaterThan(100).allSatisfy(RuleFuzz::fuzzerTestOneInput);
    }

    @Test
    @EnabledIfSystemProperty(named = "holdfast.full", matches = "true")
    void jazzer_finds_no_rule_that_breaks_the_reader(@TempDir Path folder) throws IOException, InterruptedException {
        Campaign.run(RuleFuzz.class, seeds(), Campaign.LONG, folder);
    }

    private static List<byte[]> seeds() throws IOException {
        List<byte[]> out = new ArrayList<>();
        EVERY_WORD.forEach(text -> out.add(text.getBytes(StandardCharsets.UTF_8)));
        Path shipped = Path.of(System.getProperty("holdfast.root"), "content", "detections");
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file :
                    files.filter(Files::isRegularFile).sorted().limit(60).toList()) {
                out.add(Files.readAllBytes(file));
            }
        }
        return out;
    }
}

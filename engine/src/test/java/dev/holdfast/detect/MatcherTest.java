package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.Detection;
import dev.holdfast.model.ContentError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The matcher that asks all rules at once says what each rule says by itself. */
class MatcherTest {
    private static final int SETS = Boolean.getBoolean("holdfast.full") ? 3_000 : 120;
    private static final int RULES = 25;
    private static final int RECORDS = 60;

    @Test
    void all_rules_at_once_hit_what_each_rule_hits_alone() {
        Random random = new Random(7);
        long hits = 0;
        long read = 0;
        for (int set = 0; set < SETS; set++) {
            RandomRules world = new RandomRules(random);
            List<CompiledRule> rules = rules(world);
            Matching matching = new Matching(Matcher.of(rules));
            for (int i = 0; i < RECORDS; i++) {
                String text = world.record();
                JsonNode tree = Rules.json(text);
                int[] plain = IntStream.range(0, rules.size())
                        .filter(r -> rules.get(r).matches(tree))
                        .toArray();
                matching.read(tree);
                assertThat(matching.hits()).as("%s as a tree", text).containsExactly(plain);
                byte[] bytes = ("xx" + text + " ").getBytes(StandardCharsets.UTF_8);
                assertThat(matching.read(bytes, 2, bytes.length)).as(text).isEqualTo(bytes.length - 1);
                int[] hit = matching.hits();
                if (Rules.repeatsAName(text)) {
                    // Words look at every value, also at one that a later one of the same name replaces in a tree.
                    hit = without(hit, rules);
                    plain = without(plain, rules);
                }
                assertThat(hit).as("%s as bytes", text).containsExactly(plain);
                hits += plain.length;
                read++;
            }
        }
        assertThat(hits).isGreaterThan(read / 4);
    }

    private static int[] without(int[] hits, List<CompiledRule> rules) {
        return Arrays.stream(hits)
                .filter(r -> !rules.get(r).ways().toString().contains("Anywhere"))
                .toArray();
    }

    private static List<CompiledRule> rules(RandomRules world) {
        List<CompiledRule> out = new ArrayList<>();
        while (out.size() < RULES) {
            List<ContentError> errors = new ArrayList<>();
            String yaml = Rules.rule(world.rule());
            List<Detection> read = Rules.read(yaml, errors);
            read.stream()
                    .flatMap(d -> d.rules().stream())
                    .forEach(rule -> CompiledRule.compile(rule, Placeholders.NONE, errors)
                            .ifPresent(out::add));
        }
        return out;
    }

    @Test
    void a_record_that_is_cut_or_broken_is_told_apart_at_every_byte() {
        Matching matching = new Matching(Matcher.of(rules(new RandomRules(new Random(1)))));
        byte[] bytes = "{\"a\":[1,-2.5e+3,{\"b\":\"x\\u00e4\\n\",\"ä\":null}],\"c\":true,\"d\":false,\"e\":\"\"}"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(matching.read(bytes, 0, bytes.length)).isEqualTo(bytes.length);
        for (int end = 1; end < bytes.length; end++) {
            assertThat(matching.read(bytes, 0, end)).as("cut at %s", end).isEqualTo(RecordScanner.CUT);
        }
        for (String broken : List.of(
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":tru}",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":[1,]}",
                "{\"a\":[1}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\n\"}",
                "{\"a\":+1}",
                "{\"a\":1]",
                "{\"a\":\"\\u00g0\"}",
                "[1]",
                "{,}")) {
            byte[] text = (broken + " ").getBytes(StandardCharsets.UTF_8);
            assertThat(matching.read(text, 0, text.length)).as(broken).isEqualTo(RecordScanner.BROKEN);
        }
        byte[] deep = ("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}").getBytes(StandardCharsets.UTF_8);
        assertThat(matching.read(deep, 0, deep.length)).isEqualTo(RecordScanner.BROKEN);
    }
}

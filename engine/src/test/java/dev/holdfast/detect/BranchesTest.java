package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SigmaRouting;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rules of many logs in one source hit what each of them hits alone, also where what was asked before is remembered. */
class BranchesTest {
    private static final int RECORDS = Boolean.getBoolean("holdfast.full") ? 300_000 : 6_000;
    private static final Event.LogSource SOURCE = new Event.LogSource("box", "log");
    private static final SigmaRouting ROUTING = new SigmaRouting(
            List.of(
                    route("start", Map.of("log", List.of("Main"), "number", List.of("1")), Map.of()),
                    route("start", Map.of("log", List.of("Audit")), Map.of("program", "image")),
                    route("stop", Map.of("log", List.of("Main", "Other*"), "number", List.of("2")), Map.of()),
                    route("any", Map.of("log", List.of("null")), Map.of())),
            Map.of(),
            List.of("."));
    private static final List<String> RULES = List.of(
            rule("category: start", "program|endswith: '\\evil.exe'"),
            rule("category: start", "program|re: 'evil.+(exe|dll)'"),
            rule("category: start", "program|contains: ['tools', 'ſystem']"),
            rule("category: stop", "program|contains|all: [evil, tools]"),
            rule("category: any", "program|contains: evil"),
            rule("service: log", "number: 2"),
            words("category: stop", "- 'needle::two'\n- 'hay'"),
            words("product: box", "- 'needle::one'\n- '\\needles.dll'\n- 'a*long needle'\n- 'kelvin and Kelvin'"));
    private static final List<String> LOGS = List.of(
            "\"Main\"",
            "\"MAIN\"",
            "\"Audit\"",
            "\"Other log\"",
            "\"null\"",
            "null",
            "[\"Main\",\"Audit\"]",
            "\"M\\u0061in\"",
            "\"\"");
    private static final List<String> TEXTS = List.of(
            "C:\\\\Tools\\\\EVIL.exe",
            "C:\\\\Tools\\\\evil.dll",
            "C:\\\\Windows\\\\System32\\\\evil.exe",
            "C:\\\\\u017fystem\\\\plain.exe",
            "needle::on",
            "xx Needle::ONE",
            "xneedle::two, hay",
            "c:\\\\needles.dll",
            "C:\\\\NEEDLES.DLL",
            "an altogether long needle",
            "\u212aelvin and kelvin",
            "needle\\u003a:one",
            "needle\\n::one",
            "x".repeat(3_000) + "evil.exe");

    private static SigmaRouting.Route route(
            String category, Map<String, List<String>> when, Map<String, String> names) {
        return new SigmaRouting.Route("box", category, null, when, names);
    }

    private static String rule(String source, String selection) {
        return "title: t\nlogsource: {" + source + "}\ndetection: {s: {" + selection + "}, condition: s}\n";
    }

    private static String words(String source, String words) {
        return "title: t\nlogsource: {" + source + "}\ndetection:\n  s:\n" + words.indent(4) + "  condition: s\n";
    }

    @Test
    void rules_of_several_logs_hit_what_each_hits_alone() {
        List<CompiledRule> rules = rules();
        Matching matching = new Matching(Matcher.of(rules));
        Random random = new Random(3);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < RECORDS; i++) {
            String text = record(random);
            JsonNode tree = Rules.json(text);
            int[] plain = IntStream.range(0, rules.size())
                    .filter(rule -> rules.get(rule).matches(tree))
                    .toArray();
            byte[] bytes = ("x".repeat(random.nextInt(9)) + text).getBytes(StandardCharsets.UTF_8);
            int from = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('{');
            assertThat(matching.read(bytes, from, bytes.length)).isEqualTo(bytes.length);
            assertThat(matching.hits()).as("%s as bytes", text).containsExactly(plain);
            matching.read(tree);
            assertThat(matching.hits()).as("%s as a tree", text).containsExactly(plain);
            IntStream.of(plain).forEach(seen::add);
        }
        assertThat(seen).hasSize(rules.size());
    }

    private static List<CompiledRule> rules() {
        List<ContentError> errors = new ArrayList<>();
        SourceFields fields = new SourceFields(ROUTING);
        List<CompiledRule> out = RULES.stream()
                .flatMap(yaml -> Rules.read(yaml, errors).stream())
                .flatMap(detection -> detection.rules().stream())
                .map(rule -> CompiledRule.route(rule, Placeholders.NONE, SOURCE, fields)
                        .orElseThrow())
                .toList();
        assertThat(errors).isEmpty();
        return out;
    }

    private static String record(Random random) {
        String number = random.nextInt(9) == 0 ? "\"2\"" : Integer.toString(1 + random.nextInt(3));
        String log = LOGS.get(random.nextInt(LOGS.size()));
        return "{" + (random.nextInt(9) == 0 ? "" : "\"log\":" + log + ",")
                + (random.nextInt(9) == 0 ? "" : "\"number\":" + number + ",")
                + "\"image\":\"" + text(random) + "\",\"program\":\"" + text(random) + "\",\"other\":[{\"x\":\""
                + text(random) + "\"}" + (random.nextInt(9) == 0 ? ",1.5" : "") + "]}";
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size())) + (random.nextInt(4) == 0 ? random.nextInt(9) : "");
    }
}

package dev.holdfast.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.Doc;
import dev.holdfast.content.Yaml;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The shipped detections against labelled logs of others. They are not part of the project: give their folder by
 * {@code -Dholdfast.data=DIR}. What was found is written to {@code target/labelled-logs-*.txt}.
 */
class LabelledLogsTest {
    /** Findings of the background that docs/detections.md explains one by one. */
    private static final int MOST_CASES_OF_THE_BACKGROUND = 10;

    private final LabelledLogs logs = new LabelledLogs();
    private Path data = Path.of("");

    @BeforeEach
    void data() {
        String folder = System.getProperty("holdfast.data", "");
        assumeTrue(!folder.isEmpty() && Files.isDirectory(Path.of(folder)), "needs -Dholdfast.data");
        data = Path.of(folder);
    }

    @Test
    void every_logged_technique_is_one_case_with_a_technique_that_fits() throws IOException {
        Map<String, Set<String>> fitting = techniques();
        List<String> wrong = new ArrayList<>();
        List<String> report = new ArrayList<>();
        for (Path file : files(data.resolve("stratus-detonation-logs"), ".json")) {
            String technique = file.getFileName().toString().replace(".json", "");
            List<Finding> findings = logs.findings(logs.events(file, e -> true));
            List<ScoredCase> cases = logs.cases(findings);
            Set<String> found = findings.stream()
                    .flatMap(f -> Deduplication.seen(f).attack().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            Set<String> fits = fitting.getOrDefault(technique, Set.of());
            report.add(technique + ": " + cases.size() + " cases, " + found + " wanted " + fits + ", "
                    + findings.stream().map(Finding::rule).collect(Collectors.toCollection(TreeSet::new)));
            if (found.stream().noneMatch(f -> fits.stream().anyMatch(w -> related(f, w)))) {
                wrong.add(technique + ": none of " + found + " fits " + fits);
            }
            if (cases.size() != 1) {
                wrong.add(technique + ": " + cases.size() + " cases");
            }
        }
        write("stratus", report);
        assertThat(report).hasSizeGreaterThanOrEqualTo(25);
        assertThat(wrong).isEmpty();
    }

    private static boolean related(String one, String two) {
        return one.equals(two) || one.startsWith(two + ".") || two.startsWith(one + ".");
    }

    @Test
    void the_background_makes_few_cases() throws IOException {
        Path folder = data.resolve("invictus-aws-dataset");
        Map<String, String> labels = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("labels.csv"))) {
            String[] parts = line.split(",");
            labels.put(parts[1], parts[4]);
        }
        Set<String> background = Set.of("other", "terraform");
        List<Event> events =
                logs.events(folder.resolve("CloudTrail"), e -> background.contains(labels.getOrDefault(e.id(), "")));
        List<Finding> findings = logs.findings(events);
        List<ScoredCase> cases = logs.cases(findings);
        List<String> report = new ArrayList<>();
        report.add(events.size() + " events, " + findings.size() + " findings, " + cases.size() + " cases");
        for (ScoredCase one : cases) {
            report.add(one.value().id() + " " + one.value().title());
            one.value().findings().forEach(f -> report.add("    " + f.rule() + " | " + f.reason()));
        }
        write("background", report);
        assertThat(events).hasSizeGreaterThan(700);
        assertThat(cases).hasSizeLessThanOrEqualTo(MOST_CASES_OF_THE_BACKGROUND);
    }

    @Test
    void where_a_rule_claims_a_behaviour_positives_hit_and_negatives_stay_silent() throws IOException {
        Path claimed = Path.of(System.getProperty("holdfast.root"), "engine/src/test/resources/detections/claims.yaml");
        Doc claims = Yaml.read("claims.yaml", Files.readAllBytes(claimed), new ArrayList<>())
                .get(0);
        List<String> wrong = new ArrayList<>();
        Map<String, int[]> counts = new TreeMap<>();
        for (Path file : files(data.resolve("panther-aws-rule-tests"), ".ndjson")) {
            for (JsonNode line : LabelledLogs.lines(file)) {
                String rule = line.path("rule_id").asText();
                Doc claim = claims.get(rule).orElse(null);
                if (claim == null || skipped(claim, line)) {
                    continue;
                }
                boolean expected = line.path("expected").asBoolean();
                boolean found = found(claim, line.path("log"));
                counts.computeIfAbsent(rule, r -> new int[2])[expected ? 0 : 1]++;
                if (expected != found) {
                    wrong.add(rule + " / " + line.path("test").asText() + ": expected " + expected);
                }
            }
        }
        List<String> report = new ArrayList<>();
        counts.forEach((rule, n) -> report.add(rule + ": " + n[0] + " positive, " + n[1] + " negative"));
        report.add("in all " + counts.values().stream().mapToInt(n -> n[0]).sum() + " positive, "
                + counts.values().stream().mapToInt(n -> n[1]).sum() + " negative, wrong " + wrong.size());
        write("claims", report);
        assertThat(counts).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    private static boolean skipped(Doc claim, JsonNode line) {
        return claim.get("skip")
                .map(skip -> skip.key(line.path("test").asText()).isPresent())
                .orElse(false);
    }

    /** Events of rules that count are given as often as the claim says, some seconds apart. */
    private boolean found(Doc claim, JsonNode log) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < claim.number("times", 1); i++) {
            events.add(logs.trail(log, i));
        }
        Set<String> wanted = Set.copyOf(claim.texts("rules"));
        return logs.findings(events).stream().anyMatch(f -> wanted.contains(f.rule()));
    }

    private static Map<String, Set<String>> techniques() throws IOException {
        Path file = Path.of(System.getProperty("holdfast.root"), "engine/src/test/resources/detections/stratus.csv");
        Map<String, Set<String>> out = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split(",");
            out.put(parts[0], parts.length > 2 ? Set.copyOf(Arrays.asList(parts[2].split("\\|"))) : Set.of());
        }
        return out;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static void write(String name, List<String> report) throws IOException {
        Path folder = Path.of(System.getProperty("holdfast.root"), "engine", "target");
        Files.createDirectories(folder);
        Files.write(folder.resolve("labelled-logs-" + name + ".txt"), report, StandardCharsets.UTF_8);
    }
}

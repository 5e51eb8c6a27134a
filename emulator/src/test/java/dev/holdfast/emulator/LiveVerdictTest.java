package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.Doc;
import dev.holdfast.content.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every check must pass and must fail through real collection, not only in its SQL examples: boto3 founds an organization
 * with a good and a bad account, Holdfast looks, boto3 mends what the organization has once, Holdfast looks again. The
 * table of what was seen is written to {@code target/live-verdicts.csv}. {@code -Dlive=s3,iam} plays only those seeds and
 * then only reports.
 */
class LiveVerdictTest {
    private static final Path SEEDS = SharedEmulator.ROOT.resolve("emulator/src/test/resources/foreign");
    private static final String ONLY = System.getProperty("live", "");

    @TempDir
    static Path folder;

    @Test
    void everyCheckPassesAndFailsThroughRealCollection() throws IOException, InterruptedException {
        Map<String, Set<String>> seen = new TreeMap<>();
        CalledActions called = new CalledActions();
        try (Emulator emulator = SharedEmulator.fresh("live")) {
            play(emulator, "found");
            look(emulator, "worse", seen, called);
            look(emulator, "better", seen, called);
        }
        if (ONLY.isEmpty() || ONLY.contains("zz-guardrails")) {
            assertThat(seen.get("protect/ec2/imdsv2"))
                    .as("shielded by a policy in the end")
                    .contains("FAIL", "MITIGATED");
        }
        List<Check> checks = CheckReader.read(SharedEmulator.CONTENT, new ArrayList<>());
        Set<String> excused = excused();
        List<String> lines = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Check check : checks) {
            Set<String> verdicts = seen.getOrDefault(check.id(), Set.of());
            boolean both = verdicts.containsAll(Set.of("PASS", "FAIL"));
            lines.add(check.id() + "," + String.join(" ", verdicts) + "," + check.frameworks());
            if (!both && !excused.contains(check.id())) {
                missing.add(check.id() + " turned " + verdicts);
            }
        }
        Path table = SharedEmulator.ROOT.resolve("emulator/target/live-verdicts.csv");
        Files.createDirectories(table.getParent());
        Files.write(table, lines);
        if (ONLY.isEmpty()) {
            assertThat(missing).isEmpty();
            // What `holdfast permissions` grants covers whatever was called.
            assertThat(called.notGranted()).as("called, yet not in the policy").isEmpty();
        } else {
            missing.forEach(System.out::println);
        }
        // Told, not asserted, until the foreign organization has rows in every table.
        System.out.println("in the policy, yet never called: " + called.notUsed());
    }

    private static void look(Emulator emulator, String phase, Map<String, Set<String>> seen, CalledActions called)
            throws IOException, InterruptedException {
        JsonNode kept = play(emulator, phase);
        Path config = folder.resolve("holdfast.yaml");
        Files.writeString(config, """
                version: 1
                organization:
                  accounts: {logging: {id: "%s"}, audit: {id: "%s"}}
                  owned-domains: [example.org]
                  known-accounts: [%s]
                  wanted-controls: [AWS-GR_RESTRICT_ROOT_USER@Production]
                  wanted-service-access: [guardduty.amazonaws.com, config.amazonaws.com, ram.amazonaws.com]
                nids: {enabled: true, mirror: all}
                """.formatted(
                kept.path("logging").asText(), kept.path("audit").asText(), known(kept, phase.equals("better"))));
        Typed verbs = new Typed(
                emulator,
                folder.resolve("home"),
                Map.of(
                        "AWS_ACCESS_KEY_ID",
                        kept.path("key").asText(),
                        "AWS_SECRET_ACCESS_KEY",
                        kept.path("secret").asText(),
                        "AWS_REGION",
                        "eu-central-1",
                        "HOLDFAST_REGIONS",
                        "eu-central-1,us-east-1"));
        emulator.counts().mark();
        Typed.Answer run = verbs.type("identify", "--json", "--config", config.toString());
        assertThat(run.code()).as(run.err()).isIn(0, 3);
        for (JsonNode gap : run.json().path("unknown")) {
            System.out.println("not read: " + gap);
        }
        JsonNode verdicts = verbs.type("protect", "check", "--json", "--config", config.toString())
                .json();
        called.add(emulator.counts().tally());
        called.granted(
                verbs.type("permissions", "identify", "--for", "management").json());
        for (JsonNode finding : verdicts.path("findings")) {
            assertThat(finding.path("reason").asText())
                    .as(finding.path("check").asText())
                    .doesNotContain("could not be run");
            seen.computeIfAbsent(finding.path("check").asText(), k -> new TreeSet<>())
                    .add(finding.path("outcome").asText());
        }
    }

    /** The accounts that the company knows of; the closed one only later. */
    private static String known(JsonNode kept, boolean all) {
        return Stream.of("management", "good", "bad", "logging", "audit", all ? "closed" : "")
                .map(name -> kept.path(name).asText())
                .filter(id -> !id.isEmpty())
                .map(id -> '"' + id + '"')
                .collect(java.util.stream.Collectors.joining(", "));
    }

    private static JsonNode play(Emulator emulator, String phase) throws IOException, InterruptedException {
        EmulatorState state = Emulator.find(SharedEmulator.home("live")).orElseThrow();
        Path kept = folder.resolve("kept.json");
        List<String> command = new ArrayList<>(List.of(
                python().toString(),
                SEEDS.resolve("seed.py").toString(),
                emulator.endpoint().toString(),
                emulator.endpoint() + "/_holdfast/",
                state.token(),
                kept.toString(),
                phase));
        if (!phase.equals("found")) {
            try (Stream<Path> files = Files.list(SEEDS)) {
                files.filter(f -> f.toString().endsWith(".yaml") && !f.endsWith("not-live.yaml"))
                        .filter(f -> ONLY.isEmpty()
                                || List.of(ONLY.split(","))
                                        .contains(f.getFileName().toString().replace(".yaml", "")))
                        .sorted()
                        .forEach(f -> command.add(f.toString()));
            }
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return new ObjectMapper().readTree(kept.toFile());
    }

    private static Path python() throws IOException {
        try (Stream<Path> homes = Files.list(SharedEmulator.ROOT.resolve("build/test-home"))) {
            return homes.filter(p -> p.getFileName().toString().matches("venv-[0-9a-f]{12}"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("bin/python");
        }
    }

    private static Set<String> excused() throws IOException {
        Map<String, String> out = new HashMap<>();
        byte[] bytes = Files.readAllBytes(SEEDS.resolve("not-live.yaml"));
        for (Doc doc : Yaml.read("not-live.yaml", bytes, new ArrayList<>())) {
            doc.entries().forEach((id, why) -> out.put(id, why.text()));
        }
        return out.keySet();
    }
}

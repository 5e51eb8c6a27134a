package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every fix at once on an organization that boto3 has founded badly: what fails is planned, applied, passes, is planned to
 * nothing, undone and fails again.
 */
class FixTest {
    private static final Path SEEDS = SharedEmulator.ROOT.resolve("emulator/src/test/resources/foreign");

    @TempDir
    Path folder;

    private Typed verbs;
    private String config;

    @Test
    void everyFixMendsWhatItsChecksFoundAndIsUndone() throws IOException, InterruptedException {
        Map<String, String> fixes = fixes();
        assertThat(fixes.size()).isGreaterThanOrEqualTo(60);
        try (Emulator emulator = SharedEmulator.fresh("fixes")) {
            play(emulator, "found");
            JsonNode kept = play(emulator, "worse");
            config = config(kept);
            verbs = new Typed(
                    emulator,
                    folder.resolve("home"),
                    Map.of(
                            "AWS_ACCESS_KEY_ID",
                            kept.path("key").asText(),
                            "AWS_SECRET_ACCESS_KEY",
                            kept.path("secret").asText(),
                            "AWS_REGION",
                            "eu-central-1",
                            // The other region holds what is only given to readers and cannot be changed.
                            "HOLDFAST_REGIONS",
                            "eu-central-1"));
            Set<Judged> before = failed();
            String file = folder.resolve("plan.json").toString();
            Typed.Answer planned =
                    verbs.type("protect", "plan", "--fix", "all", "--config", config, "--out", file, "--json");
            JsonNode plan = planned.json();
            Set<Judged> mended = new TreeSet<>();
            Set<String> documents = new TreeSet<>();
            for (JsonNode target : plan.path("targets")) {
                documents.add(target.path("document").asText());
                before.stream()
                        .filter(j ->
                                j.at(target) && target.path("document").asText().equals(fixes.get(j.check())))
                        .forEach(mended::add);
            }
            assertThat(plan.path("problems")).isEmpty();
            assertThat(documents).isEqualTo(new TreeSet<>(fixes.values()));
            assertThat(mended.stream().map(Judged::check)).containsAll(fixes.keySet());

            assertThat(verbs.type("protect", "approve", file).code()).isZero();
            JsonNode run = verbs.type("protect", "apply", file, "--config", config, "--json")
                    .json();
            assertThat(run.path("state").asText()).as(run.toPrettyString()).isEqualTo("SUCCEEDED");

            Set<Judged> after = failed();
            assertThat(after.stream().filter(mended::contains)).isEmpty();
            assertThat(verbs.type("protect", "plan", "--fix", "all", "--config", config, "--json")
                            .json()
                            .path("steps"))
                    .isEmpty();

            JsonNode undone = verbs.type("protect", "undo", run.path("run").asText(), "--json")
                    .json();
            assertThat(undone.path("state").asText())
                    .as(undone.toPrettyString())
                    .isEqualTo("UNDONE");
            Set<Judged> again = failed();
            assertThat(counted(again)).isEqualTo(counted(before));
            // A rule that was revoked comes back under another id.
            mended.removeIf(j -> j.resource().contains(":security-group-rule/"));
            assertThat(again).containsAll(mended);
        }
    }

    /** What was judged, and where. */
    private record Judged(String check, String account, String region, String resource) implements Comparable<Judged> {
        boolean at(JsonNode target) {
            return target.path("resource").asText().equals(resource)
                    && target.path("account").asText().equals(account)
                    && target.path("region").asText().equals(region);
        }

        @Override
        public int compareTo(Judged other) {
            return toString().compareTo(other.toString());
        }
    }

    /** Looks, and gives what fails and has a fix. */
    private Set<Judged> failed() throws IOException {
        Typed.Answer look = verbs.type("identify", "--json", "--config", config);
        assertThat(look.code()).as(look.err()).isIn(0, 3);
        Set<Judged> out = new TreeSet<>();
        JsonNode verdicts =
                verbs.type("protect", "check", "--json", "--config", config).json();
        Set<String> fixed = fixes().keySet();
        for (JsonNode f : verdicts.path("findings")) {
            if (f.path("outcome").asText().equals("FAIL")
                    && fixed.contains(f.path("check").asText())) {
                out.add(new Judged(
                        f.path("check").asText(),
                        f.path("account").asText(),
                        f.path("region").asText(),
                        f.path("resource").asText()));
            }
        }
        return out;
    }

    private static Map<String, Integer> counted(Set<Judged> judged) {
        Map<String, Integer> out = new TreeMap<>();
        judged.forEach(j -> out.merge(j.check(), 1, Integer::sum));
        return out;
    }

    /** The fix of each check that has one. */
    private static Map<String, String> fixes() {
        Map<String, String> out = new TreeMap<>();
        for (Check check : CheckReader.read(SharedEmulator.CONTENT, new ArrayList<>())) {
            if (check.fix() != null) {
                out.put(check.id(), check.fix());
            }
        }
        return out;
    }

    private String config(JsonNode kept) throws IOException {
        Path file = folder.resolve("holdfast.yaml");
        Files.writeString(file, """
                version: 1
                organization:
                  accounts: {logging: {id: "%s"}, audit: {id: "%s"}}
                """.formatted(
                        kept.path("logging").asText(), kept.path("audit").asText()));
        return file.toString();
    }

    private JsonNode play(Emulator emulator, String phase) throws IOException, InterruptedException {
        EmulatorState state = Emulator.find(SharedEmulator.home("fixes")).orElseThrow();
        Path kept = folder.resolve("kept.json");
        List<String> command = new ArrayList<>(List.of(
                SharedEmulator.python().toString(),
                SEEDS.resolve("seed.py").toString(),
                emulator.endpoint().toString(),
                emulator.endpoint() + "/_holdfast/",
                state.token(),
                kept.toString(),
                phase));
        if (!phase.equals("found")) {
            try (Stream<Path> files = Files.list(SEEDS)) {
                files.filter(f -> f.toString().endsWith(".yaml") && !f.endsWith("not-live.yaml"))
                        .sorted()
                        .forEach(f -> command.add(f.toString()));
            }
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return new ObjectMapper().readTree(kept.toFile());
    }
}

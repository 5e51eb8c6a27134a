package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole deployment whose process is killed again and again: it ends as one that was let be, and every write reached AWS
 * as often as there. Long, so it is part of {@code ./test --full} only.
 */
class DeploymentKillTest {
    private static final int KILLS = Integer.getInteger("holdfast.kills", 50);
    private static final String CONFIG = SharedEmulator.ROOT
            .resolve("content/demo/holdfast.yaml")
            .toAbsolutePath()
            .normalize()
            .toString();

    @TempDir
    Path folder;

    @Test
    void aDeploymentKilledAnywhereEndsAsOneThatWasLetBe() throws IOException, InterruptedException {
        assumeThat(Boolean.getBoolean("holdfast.full")).isTrue();
        Outcome whole = deployment("whole", 0, 0);
        Outcome killed = deployment("killed", KILLS, (int) whole.calls());
        assertThat(killed.kills()).isGreaterThanOrEqualTo(KILLS * 2 / 3);
        assertThat(killed.writes()).isEqualTo(whole.writes());
        assertThat(killed.left()).isZero();
        assertThat(whole.left()).isZero();
    }

    /**
     * How a deployment ended.
     *
     * @param writes how often each write was made
     * @param calls calls in all
     * @param kills processes killed while they worked
     * @param left steps of a plan made afterwards
     */
    private record Outcome(Map<String, Long> writes, long calls, int kills, int left) {}

    private Outcome deployment(String name, int kills, int calls) throws IOException, InterruptedException {
        try (Emulator emulator = SharedEmulator.fresh("kill-" + name)) {
            emulator.seed((done, total, what) -> {});
            Foreign.run(emulator, "entrance.py", JsonNodeFactory.instance.arrayNode());
            Typed verbs = new Typed(emulator, folder.resolve(name));
            assertThat(verbs.type("identify", "--config", CONFIG, "--json").code())
                    .isZero();
            String file = folder.resolve(name + ".json").toString();
            JsonNode plan = verbs.type("protect", "plan", "--deploy", "--config", CONFIG, "--out", file, "--json")
                    .json();
            assertThat(verbs.type("protect", "approve", file).code()).isZero();
            String run = plan.path("id").asText();
            emulator.counts().mark();
            Random random = new Random(50);
            int killed = 0;
            for (int i = 0; i < kills; i++) {
                killed += killed(emulator, carryOn(verbs, run, file), random, 2 * calls / kills) ? 1 : 0;
            }
            JsonNode state = ended(verbs, run, file);
            assertThat(state.path("state").asText()).as(state.toPrettyString()).isEqualTo("SUCCEEDED");
            Map<String, Long> writes = new TreeMap<>(emulator.counts().tally().writes());
            long made = emulator.counts().tally().total();
            assertThat(verbs.type("identify", "--config", CONFIG, "--json").code())
                    .isZero();
            JsonNode again = verbs.type("protect", "plan", "--deploy", "--config", CONFIG, "--json")
                    .json();
            return new Outcome(writes, made, killed, again.path("steps").size());
        }
    }

    private static Process carryOn(Typed verbs, String run, String file) throws IOException {
        return begun(verbs, run)
                ? verbs.spawn("protect", "resume", run, "--json")
                : verbs.spawn("protect", "apply", file, "--config", CONFIG, "--json");
    }

    private static boolean begun(Typed verbs, String run) {
        try (Ledger ledger = Ledger.open(verbs.home().resolve("ledger"))) {
            return ledger.run(run).isPresent();
        }
    }

    /** Goes on to the end, and says what a person would say who looked whether a write took effect. */
    private static JsonNode ended(Typed verbs, String run, String file) throws IOException {
        JsonNode state = begun(verbs, run)
                ? verbs.type("protect", "resume", run, "--json").json()
                : verbs.type("protect", "apply", file, "--config", CONFIG, "--json")
                        .json();
        for (int i = 0; i < 20 && state.path("state").asText().equals("WAITING_FOR_DECISION"); i++) {
            List<String> words = new ArrayList<>(List.of("protect", "resume", run, "--json"));
            for (JsonNode target : state.path("targets")) {
                if (target.path("state").asText().equals("WAITING_FOR_DECISION")) {
                    String step = target.path("name").asText() + "/"
                            + target.path("step").asText();
                    System.out.println(
                            "asks: " + step + " " + target.path("why").asText());
                    words.addAll(List.of("--decide", step + "=redo"));
                }
            }
            state = verbs.type(words.toArray(String[]::new)).json();
        }
        return state;
    }

    /** Kills the process once it has made some calls; false when it ended by itself. */
    private static boolean killed(Emulator emulator, Process process, Random random, int most)
            throws InterruptedException {
        long until = emulator.counts().tally().total() + 1 + random.nextInt(Math.max(1, most));
        while (process.isAlive() && emulator.counts().tally().total() < until) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(30));
        boolean alive = process.isAlive();
        process.destroyForcibly().waitFor();
        return alive;
    }
}

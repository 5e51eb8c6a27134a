package dev.holdfast.change;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that carries out an incident runbook is killed by the operating system in the middle of a journal write; a new
 * one resumes. At one seeded point, at fifty with {@code holdfast.full}.
 */
class KillTest {
    private static final int POINTS = Boolean.getBoolean("holdfast.full") ? 50 : 1;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(factory = DocumentCrashTest.Fast.class)
    Path folder;

    @Test
    void aKilledProcessLosesAndDoublesNothing() throws Exception {
        List<String> runbooks = Shipped.DOCUMENTS.keySet().stream()
                .filter(id -> id.startsWith("runbooks/"))
                .sorted()
                .toList();
        Random random = new Random(20261127);
        for (int point = 0; point < POINTS; point++) {
            String id = runbooks.get(random.nextInt(runbooks.size()));
            int way = random.nextInt(DrivenDocument.ways(Shipped.DOCUMENTS.get(id)));
            Path calm = Files.createDirectory(folder.resolve("calm" + point));
            JsonNode whole = KilledRun.run(calm, Shipped.DOCUMENTS.get(id), way, 0, () -> {});
            int at = 1 + random.nextInt(whole.path("moments").asInt());
            String what = id + ", way " + way + ", killed at " + at;
            Path home = Files.createDirectory(folder.resolve("killed" + point));
            kill(home, id, way, at, what);
            JsonNode resumed = ended(home, id, way, what);
            for (String member : List.of("state", "effects", "states", "approvals")) {
                assertThat(resumed.path(member)).as("%s of %s", member, what).isEqualTo(whole.path(member));
            }
        }
    }

    private void kill(Path home, String id, int way, int at, String what) throws Exception {
        Process process = start(home, id, way, at);
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).as(what).startsWith("UP");
            assertThat(out.readLine()).as(what).isEqualTo("HERE");
            // SIGKILL: nothing of the process gets to run any more.
            process.destroyForcibly();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).as(what).isEqualTo(137);
    }

    private JsonNode ended(Path home, String id, int way, String what) throws Exception {
        Process process = start(home, id, way, 0);
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).as(what).startsWith("UP");
            long begun = System.nanoTime();
            String line = out.readLine();
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            System.out.println(what + ": resumed to its end in " + took.toMillis() + " ms");
            assertThat(took).as(what).isLessThan(LONGEST);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(line).as(what).startsWith("ENDED ");
            return JSON.readTree(line.substring("ENDED ".length()));
        }
    }

    private Process start(Path home, String id, int way, int at) throws Exception {
        Path document = folder.resolve("document.json");
        Files.writeString(document, Shipped.DOCUMENTS.get(id).source().toString());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dholdfast.root=" + System.getProperty("holdfast.root"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRun.class.getName(),
                        home.toString(),
                        document.toString(),
                        id,
                        Integer.toString(way),
                        Integer.toString(at))
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
    }
}

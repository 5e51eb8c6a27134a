package dev.holdfast.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.cli.Main;
import dev.holdfast.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Verbs typed in tests, in this process, against an emulator. */
record Typed(Map<String, String> environment, Path home, Map<String, String> more) {
    Typed(Emulator emulator, Path home) {
        this(emulator, home, Map.of());
    }

    Typed(Emulator emulator, Path home, Map<String, String> more) {
        this(emulator.environment(), home, more);
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One for all verbs: two runs begun in the same second must not get the same name. */
    private static final Random LUCK = new Random(3);

    record Answer(int code, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    Answer type(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> variables = new HashMap<>(environment);
        variables.putAll(more);
        variables.put("USER", "tester");
        Surroundings here = new Surroundings(
                        variables,
                        InstantSource.system(),
                        System::nanoTime,
                        LUCK,
                        System.out,
                        System.err,
                        false,
                        false,
                        100,
                        home,
                        SharedEmulator.ROOT.toAbsolutePath().normalize())
                .writingTo(out, err);
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--home");
        all.add(home.toString());
        int code = Main.run(here, all.toArray(String[]::new));
        return new Answer(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Starts the same verb as a process of its own, to be killed. */
    Process spawn(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dholdfast.root=" + SharedEmulator.ROOT.toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.holdfast.cli.Main"));
        all.addAll(List.of(words));
        all.add("--home");
        all.add(home.toString());
        ProcessBuilder builder =
                new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        builder.environment().put("USER", "tester");
        return builder.start();
    }
}

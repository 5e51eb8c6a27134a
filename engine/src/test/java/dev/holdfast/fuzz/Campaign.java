package dev.holdfast.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * A run of Jazzer over one target, in a process of its own: its agent sees which code an input reaches and bends those that
 * reach more. A target has {@code public static void fuzzerTestOneInput(byte[])}.
 */
public final class Campaign {
    /** How long a target is asked in the full run. */
    public static final Duration LONG = Duration.ofSeconds(60);

    private static final int LARGEST = 16_384;
    private static final int SLOWEST_SECONDS = 20;

    private Campaign() {}

    /**
     * Inputs of earlier campaigns that reached code of their own, or broke it: one on each line of a resource, in base64.
     *
     * @param name {@code decoders} or {@code rules}
     */
    public static List<byte[]> kept(String name) {
        Path file = Path.of(System.getProperty("holdfast.root"), "engine/src/test/resources/fuzz", name + ".base64");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(Base64.getDecoder()::decode).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Fuzzes a target.
     *
     * @param folder an empty folder; {@code found} in it holds the inputs that reached something new
     * @throws AssertionError with what Jazzer says, and with the input in base64 when one breaks the target
     */
    public static void run(Class<?> target, List<byte[]> seeds, Duration time, Path folder)
            throws IOException, InterruptedException {
        Path given = Files.createDirectories(folder.resolve("given"));
        Path found = Files.createDirectories(folder.resolve("found"));
        Path broken = Files.createDirectories(folder.resolve("broken"));
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(given.resolve(String.valueOf(i)), seeds.get(i));
        }
        Path log = folder.resolve("jazzer.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx700m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-Dholdfast.root=" + System.getProperty("holdfast.root"),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=dev.holdfast.**",
                "--custom_hook_includes=dev.holdfast.**",
                "--reproducer_path=" + broken,
                "-artifact_prefix=" + broken + "/",
                "-max_total_time=" + time.toSeconds(),
                "-timeout=" + SLOWEST_SECONDS,
                "-max_len=" + LARGEST,
                found.toString(),
                given.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int code = process.waitFor();
        List<String> said = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
        if (code != 0) {
            throw new AssertionError("Jazzer ended with " + code + "; inputs that break " + target.getSimpleName()
                    + ": " + texts(broken) + "\n"
                    + String.join("\n", said.subList(Math.max(0, said.size() - 60), said.size())));
        }
        if (said.stream().noneMatch(line -> line.matches("Done \\d{3,} runs in .*"))) {
            throw new AssertionError("Jazzer hardly ran:\n" + String.join("\n", said));
        }
    }

    private static List<String> texts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> out = new ArrayList<>();
            for (Path file : files.filter(f -> !f.toString().endsWith(".java")).toList()) {
                out.add(Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
            }
            return out;
        }
    }
}

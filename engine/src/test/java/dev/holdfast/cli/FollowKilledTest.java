package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills {@code detect run --follow} without warning, again and again while logs arrive: what it found in the end is what
 * an undisturbed run finds, each finding once.
 */
final class FollowKilledTest {
    private static final int KILLS = Boolean.getBoolean("holdfast.full") ? 30 : 2;
    private static final int PIECES = 40;
    static final String RULES = """
            title: Logging stopped
            id: 3f1f9c3e-54a1-4a4c-9a0e-1f4a4b1f0a01
            name: stopped
            level: high
            logsource: {product: aws, service: cloudtrail}
            detection:
              call: {eventName: StopLogging}
              condition: call
            ---
            title: Looked around
            id: 3f1f9c3e-54a1-4a4c-9a0e-1f4a4b1f0a02
            name: look
            level: low
            logsource: {product: aws, service: cloudtrail}
            detection:
              call: {eventName|startswith: List}
              condition: call
            ---
            title: Looked around a lot
            id: 3f1f9c3e-54a1-4a4c-9a0e-1f4a4b1f0a03
            level: medium
            correlation:
              type: event_count
              rules: [look]
              group-by: [userIdentity.arn]
              timespan: 10m
              condition: {gte: 5}
            """;

    @TempDir
    Path folder;

    @Test
    void findsTheSame() throws IOException, InterruptedException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("rules.yml"), RULES);
        Path logs = Files.createDirectories(folder.resolve("logs"));
        int piece = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int upto = PIECES * (kill + 1) / (KILLS + 1);
            Process process = start("file:" + logs, "killed", "600");
            // The kills fall on the start, the first look, and the writing in between, as the machine's pace has it.
            long pause = 400 + 370L * (kill % 9);
            for (; piece < upto; piece++) {
                arrive(logs, piece);
                process.waitFor(pause / Math.max(1, upto - piece), TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly().waitFor();
        }
        for (; piece < PIECES; piece++) {
            arrive(logs, piece);
        }
        assertTrue(start("file:" + logs, "killed", "1").waitFor(120, TimeUnit.SECONDS));
        assertTrue(start("file:" + logs, "whole", "1").waitFor(120, TimeUnit.SECONDS));
        List<String> whole = found("whole");
        assertEquals(whole, found("killed"));
        assertTrue(whole.stream().anyMatch(line -> line.contains("Looked around a lot")), "bursts are part of it");
        assertTrue(
                whole.stream().filter(line -> line.contains("Logging stopped")).count() >= PIECES);
    }

    private List<String> found(String name) throws IOException {
        return found(folder, name);
    }

    static List<String> found(Path folder, String name) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve(name + ".jsonl")));
        lines.sort(String::compareTo);
        return lines;
    }

    private Process start(String source, String name, String idle) throws IOException {
        return start(folder, source, name, idle);
    }

    /** The program in a process of its own. */
    static List<String> holdfast(String heap, String... words) {
        List<String> out = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                heap,
                "--enable-native-access=ALL-UNNAMED",
                "-Dholdfast.root=" + System.getProperty("holdfast.root"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        out.addAll(List.of(words));
        return out;
    }

    static Process start(Path folder, String source, String name, String idle) throws IOException {
        List<String> command = holdfast(
                "-Xmx256m",
                "detect",
                "run",
                "--home",
                folder.resolve(name + "-home").toString(),
                "--rules",
                folder.resolve("rules").toString(),
                "--source",
                source,
                "--follow",
                "--idle",
                idle,
                "--no-queue",
                "--json",
                "--out",
                folder.resolve(name + ".jsonl").toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()))
                .start();
    }

    /** Whole files come in one go, and alone hold what bursts count, since those depend on order; a file of lines grows. */
    private static void arrive(Path logs, int piece) throws IOException {
        if (piece % 2 == 0) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
                String records = event(piece, 0, "StopLogging") + "," + event(piece, 1, "ListBuckets") + ","
                        + event(piece, 2, "StopLogging");
                zip.write(("{\"Records\":[" + records + "]}").getBytes(StandardCharsets.UTF_8));
            }
            Path part = logs.resolve("part");
            Files.write(part, bytes.toByteArray());
            Files.move(part, logs.resolve(String.format("a%03d.json.gz", piece)), StandardCopyOption.ATOMIC_MOVE);
        } else {
            String lines = event(piece, 0, "StopLogging") + "\n" + event(piece, 1, "GetUser") + "\n";
            int half = piece % 4 == 1 ? lines.length() / 2 : lines.length();
            Path grows = logs.resolve("grows.jsonl");
            Files.writeString(grows, lines.substring(0, half), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Files.writeString(grows, lines.substring(half), StandardOpenOption.APPEND);
        }
    }

    static String event(int piece, int number, String name) {
        return """
                {"eventVersion":"1.08","eventID":"%1$d-%2$d","eventTime":"2026-01-02T%3$02d:%4$02d:%2$02dZ",\
                "eventSource":"test.amazonaws.com","eventName":"%5$s","awsRegion":"eu-central-1",\
                "recipientAccountId":"111122223333","userIdentity":{"arn":"arn:aws:iam::111122223333:user/anna"}}""".formatted(piece, number, piece / 60, piece % 60, name);
    }
}

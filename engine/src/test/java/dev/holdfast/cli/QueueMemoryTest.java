package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Findings that have nothing in common but who did it become one case whose findings are larger than the heap, twice: the
 * second run finds the case in the ledger.
 */
final class QueueMemoryTest {
    // Enough for the rules and the reader, and not for six thousand findings of some kilobytes as texts and as JSON.
    private static final String HEAP = "-Xmx64m";
    private static final int FILES = 5;
    private static final int EVENTS = 1_200;
    private static final String LONG = "E".repeat(3_000);

    @TempDir
    Path folder;

    @Test
    void aCaseMayBeLargerThanTheHeap() throws IOException, InterruptedException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("rules.yml"), FollowKilledTest.RULES);
        assertThat(detect("first")).as(() -> said("first")).isZero();
        assertThat(detect("second")).as(() -> said("second")).isZero();
        JsonNode cases =
                new SmallHome(folder).type("triage", "list", "--all", "--json").json();
        JsonNode findings = cases.at("/cases/0/findings");
        assertThat(cases.path("cases")).hasSize(1);
        assertThat(findings).hasSize(2 * FILES * EVENTS);
        assertThat(findings.get(0).path("reason").asText()).contains("refused with EEE");
        assertThat(findings.get(0).at("/sighting/eventIds/0").asText()).startsWith("first-");
        assertThat(findings.get(FILES * EVENTS).path("reason").asText()).contains("refused with EEE");
        try (var left = Files.list(folder.resolve("detect"))) {
            assertThat(left.filter(f -> f.toString().endsWith(".spool"))).isEmpty();
        }
    }

    private int detect(String name) throws IOException, InterruptedException {
        Path logs = Files.createDirectories(folder.resolve(name));
        for (int file = 0; file < FILES; file++) {
            try (var out = Files.newBufferedWriter(logs.resolve(file + ".json"))) {
                for (int event = 0; event < EVENTS; event++) {
                    out.write(line(name, file, event));
                }
            }
        }
        return new ProcessBuilder(FollowKilledTest.holdfast(
                        HEAP,
                        "detect",
                        "run",
                        "--home",
                        folder.toString(),
                        "--rules",
                        folder.resolve("rules").toString(),
                        "--source",
                        "file:" + logs))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start()
                .waitFor();
    }

    private String said(String name) {
        try {
            String all = Files.readString(folder.resolve(name + ".log"));
            return all.substring(Math.max(0, all.length() - 2_000));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String line(String name, int file, int event) {
        String hour = name.equals("first") ? "08" : "20";
        return """
                {"eventVersion":"1.08","eventID":"%s-%d-%d","eventTime":"2026-11-23T%s:%02d:%02dZ","eventSource":\
                "cloudtrail.amazonaws.com","eventName":"StopLogging","awsRegion":"eu-west-1","recipientAccountId":\
                "111111111111","sourceIPAddress":"203.0.113.5","errorCode":"%s","userIdentity":{"type":"IAMUser","arn":\
                "arn:aws:iam::111111111111:user/ann","accessKeyId":"AKIA%s%04d%06d"}}
                """.formatted(name, file, event, hour, event / 60, event % 60, LONG, name, file, event);
    }
}

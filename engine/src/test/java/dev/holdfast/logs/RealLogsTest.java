package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.model.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Reads logs of others, where there are some: every line is an event or is said to be none, with a reason. */
@EnabledIfSystemProperty(named = "holdfast.data", matches = ".+")
class RealLogsTest {
    private static final List<SourceDefinition> SOURCES = SourceDefinitions.read(
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), new ArrayList<>());

    @Test
    void every_line_is_an_event_or_has_a_reason() throws IOException {
        Path data = Path.of(System.getProperty("holdfast.data"));
        try (Stream<Path> folders = Files.list(data)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                LogReader reader = new LogReader(SOURCES, LogLimits.DEFAULT, Progress.SILENT);
                Map<String, Integer> bySource = new TreeMap<>();
                Map<String, Integer> reasons = new TreeMap<>();
                Map<String, String> samples = new TreeMap<>();
                ReadReport report = reader.report();
                long began = System.nanoTime();
                long events = 0;
                long errors = 0;
                for (Path file : files(folder)) {
                    reader = new LogReader(SOURCES, LogLimits.DEFAULT, Progress.SILENT);
                    report = read(reader, file, bySource);
                    events += report.events();
                    errors += report.parseErrors();
                    for (ReadReport.ReadError e : report.errors()) {
                        String reason = e.problem().replaceAll("\\d+", "N");
                        reasons.merge(reason, 1, Integer::sum);
                        samples.putIfAbsent(reason, e.toString().replace(data.toString(), ""));
                    }
                }
                System.out.printf(
                        "%s: %d files, %d events, %d not read, %.1f s%n  %s%n",
                        folder.getFileName(),
                        files(folder).size(),
                        events,
                        errors,
                        (System.nanoTime() - began) / 1e9,
                        bySource);
                samples.forEach((r, s) -> System.out.println("   " + reasons.get(r) + " x " + s));
                assertThat(events + errors).isGreaterThan(0);
            }
        }
    }

    private static ReadReport read(LogReader reader, Path file, Map<String, Integer> bySource) throws IOException {
        if (file.toString().endsWith(".log") && Files.size(file) < 10_000_000) {
            // Zeek's own baselines have their times masked.
            String text = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .replace("XXXXXXXXXX.XXXXXX", "1600000000.000001");
            return reader.bytes(
                    file.toString(),
                    text.getBytes(StandardCharsets.ISO_8859_1),
                    Instant.parse("2026-01-01T00:00:00Z"),
                    e -> bySource.merge(e.source().toString(), 1, Integer::sum));
        }
        if (!file.toString().endsWith(".ini")) {
            return reader.read(
                    file.toString(), null, e -> bySource.merge(e.source().toString(), 1, Integer::sum));
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .filter(l -> l.matches("log \\d+ (pass|fail) *=.*"))
                .map(l -> l.substring(l.indexOf('=') + 1).strip())
                .toList();
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return reader.bytes(
                file.toString(),
                bytes,
                Instant.parse("2026-01-01T00:00:00Z"),
                e -> bySource.merge(e.source().toString(), 1, Integer::sum));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder.toRealPath())) {
            return walk.filter(Files::isRegularFile)
                    .filter(f -> f.toString().matches(".*\\.(json|log|ini|zip|gz|ndjson|raw|cloudtrail)"))
                    .sorted()
                    .toList();
        }
    }
}

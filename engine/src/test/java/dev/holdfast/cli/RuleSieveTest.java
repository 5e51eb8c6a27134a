package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detection;
import dev.holdfast.content.DetectionSamples;
import dev.holdfast.content.Detections;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.detect.BoundedCorrelationState;
import dev.holdfast.detect.DetectionRules;
import dev.holdfast.detect.Detector;
import dev.holdfast.detect.ForeignFindings;
import dev.holdfast.logs.LogDoors;
import dev.holdfast.logs.LogLimits;
import dev.holdfast.logs.LogReader;
import dev.holdfast.logs.ReadReport;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading through the sieve gives what reading without it gives: findings, counts, and how much could not be read. */
final class RuleSieveTest {
    private static final int FILES = Boolean.getBoolean("holdfast.full") ? 20_000 : 600;
    private static final ContentFolder CONTENT =
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content")));
    private static final List<SourceDefinition> SOURCES = Library.sources(CONTENT);
    private static final ForeignFindings FOREIGN = new ForeignFindings(Library.findingMaps(CONTENT), SOURCES);
    private static final List<String> NAMES = List.of("StopLogging", "ListBuckets", "DescribeInstances", "DeleteTrail");

    private static final String WINDOWS_RULE = """
            title: A program by its name
            id: 00000000-0000-4000-8000-000000000001
            logsource: {product: windows, category: process_creation}
            detection:
              selection: {Image|endswith: '\\evil.exe'}
              condition: selection
            """;

    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");

    @TempDir
    Path folder;

    private enum Way {
        EVERY_EVENT,
        SIEVED,
        SIEVED_AND_COUNTED
    }

    /** @param arrived how much came from where by when; nothing where it was not counted */
    private record Got(
            List<Finding> findings,
            long events,
            long duplicates,
            long skipped,
            long errors,
            Map<String, Long> arrived) {
        /** The same, new events and known ones in one. */
        Got uncounted() {
            Map<String, Long> places = new TreeMap<>(arrived);
            places.replaceAll((place, count) -> 1L);
            return new Got(findings, events + duplicates, 0, skipped, errors, places);
        }

        Got notArrived() {
            return new Got(findings, events, duplicates, skipped, errors, Map.of());
        }
    }

    @Test
    void changes_nothing() throws IOException {
        same(Library.rules(Library.detections(CONTENT)), RuleSieveTest::record, true);
    }

    /**
     * They have no ids. One that nobody wants to see is known by its bytes, so that a copy written otherwise may be counted as
     * another event; what is found is known by its tree.
     */
    @Test
    void changes_nothing_of_windows_events() throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("rule.yml"), WINDOWS_RULE);
        List<ContentError> errors = new ArrayList<>();
        List<Detection> detections =
                Detections.read(ContentFolder.anyOf(rules, errors), new DetectionSamples(CONTENT), errors);
        assertThat(errors).isEmpty();
        same(Library.rules(detections), RuleSieveTest::windows, false);
    }

    private void same(DetectionRules rules, Function<Random, String> records, boolean identified) throws IOException {
        Random random = new Random(11);
        Path logs = Files.createDirectories(folder.resolve("logs"));
        Path file = logs.resolve("log.json");
        long findings = 0;
        Set<String> places = new TreeSet<>();
        for (int i = 0; i < FILES; i++) {
            byte[] bytes = file(random, records).getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(3) == 0) {
                bytes = broken(bytes, random);
            }
            Files.write(file, bytes);
            // Written with more blanks it holds the same events.
            String again = new String(bytes, StandardCharsets.ISO_8859_1).replace("{\"Channel\":", "{\"Channel\": ");
            Files.writeString(logs.resolve("log2.json"), again, StandardCharsets.ISO_8859_1);
            Got plain = read(logs, rules, Way.EVERY_EVENT);
            Got sieved = read(logs, rules, Way.SIEVED);
            Got counted = read(logs, rules, Way.SIEVED_AND_COUNTED);
            assertThat(identified ? counted : counted.uncounted())
                    .as(() -> "file: " + readString(file))
                    .isEqualTo(identified ? plain : plain.uncounted());
            assertThat(identified ? sieved : sieved.uncounted())
                    .as(() -> "file: " + readString(file))
                    .isEqualTo((identified ? counted : counted.uncounted()).notArrived());
            assertThat(sieved.events()).isGreaterThanOrEqualTo(plain.events());
            findings += plain.findings().size();
            places.addAll(plain.arrived().keySet());
        }
        assertThat(findings).isGreaterThan(FILES / 4);
        assertThat(places).hasSizeGreaterThan(5);
    }

    private static String readString(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Got read(Path file, DetectionRules rules, Way way) {
        Detector detector = new Detector(rules, SOURCES, new BoundedCorrelationState());
        EventIntake intake = new EventIntake(detector, FOREIGN, SOURCES, InstantSource.fixed(NOW));
        LogReader reader = new LogReader(SOURCES, LogLimits.DEFAULT, (done, all, what) -> {});
        if (way == Way.SIEVED) {
            reader.through(RuleSieve.of(detector));
        } else if (way == Way.SIEVED_AND_COUNTED) {
            reader.through(CountingSieve.of(intake, Instant.MIN));
        }
        List<Finding> findings = new ArrayList<>();
        ReadReport report = reader.from("file:" + file, LogDoors.FILES, event -> findings.addAll(intake.accept(event)));
        Map<String, Long> arrived = new TreeMap<>();
        if (way != Way.SIEVED) {
            intake.byHour()
                    .forEach(h -> arrived.put(
                            h.source() + " " + h.account() + " " + h.region() + " " + h.hour() + " " + h.newest(),
                            h.events()));
            intake.byHost().forEach(h -> arrived.put(h.source() + " " + h.host() + " " + h.newest(), h.events()));
        }
        return new Got(findings, report.events(), report.duplicates(), report.skipped(), report.parseErrors(), arrived);
    }

    private static String file(Random random, Function<Random, String> record) {
        List<String> records = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            records.add(record.apply(random));
        }
        return switch (random.nextInt(4)) {
            case 0 -> String.join("\n", records) + (random.nextBoolean() ? "\n" : "");
            case 1 -> "{ \"Records\" : [\n" + String.join(" ,\n", records) + "\n] }\n";
            default -> "{\"Records\":[" + String.join(",", records) + "]}";
        };
    }

    private static String record(Random random) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String time = switch (random.nextInt(8)) {
            case 0 -> "2026-01-02T03:04:05.123Z";
            case 1 -> "2026-02-30T03:04:05Z";
            case 2 -> "yesterday";
            default -> "2026-01-02T03:04:0" + random.nextInt(10) + "Z";
        };
        String more = switch (random.nextInt(10)) {
            case 0 -> ",\"Records\":[]";
            case 1 -> ",\"class_uid\":3001,\"metadata\":{\"product\":{\"name\":\"x\"}}";
            case 2 -> ",\"eventID\":\"again\"";
            case 3 -> ",\"kubernetes\":{},\"auditID\":\"a\",\"kind\":\"Event\"";
            case 4 -> ",\"n\\u0061me\":\"\\ud83d\\ude00 \u00e9\"";
            case 5 -> ",\"detail\":{\"eventVersion\":\"1\"}";
            default -> "";
        };
        return "{\"eventVersion\":\"1.11\",\"eventSource\":\"cloudtrail.amazonaws.com\",\"eventName\":\"" + name
                + "\",\"eventTime\":\"" + time + "\",\"eventID\":\"id-" + random.nextInt(8)
                + "\",\"requestParameters\":{\"name\": \"t\"},\"userIdentity\":{\"arn\":\"arn:aws:iam::1:user/a\"}"
                + where(random, "recipientAccountId", "11112222333" + random.nextInt(3))
                + where(random, "awsRegion", random.nextBoolean() ? "eu-west-1" : "us-\\u0065ast-1")
                + more
                + "}";
    }

    /** A member that says where it happened, mostly as one would expect. */
    private static String where(Random random, String name, String value) {
        String member = ",\"" + name + "\":";
        return switch (random.nextInt(10)) {
            case 0 -> "";
            case 1 -> member + "\"\"";
            case 2 -> member + "1";
            case 3 -> member + "[\"" + value + "\",\"other\"]";
            case 4 -> member + "null";
            case 5 -> member + "\"" + value + "\"" + member + "\"again\"";
            case 6 -> member + "\"" + "x".repeat(510 + random.nextInt(5)) + "\"";
            default -> member + "\"" + value + "\"";
        };
    }

    private static String windows(Random random) {
        String time = switch (random.nextInt(8)) {
            case 0 -> "2026-02-30 03:04:05.1";
            case 1 -> "2026-01-02T03:04:05+02:00";
            case 2 -> "0026-01-02 03:04:05";
            default -> "2026-01-02 03:04:05." + random.nextInt(10);
        };
        String more = switch (random.nextInt(16)) {
            case 0 -> ",\"winlog\":{\"channel\":\"Security\",\"event_id\":1}";
            case 1 -> ",\"Task\":1,\"Task\":2";
            case 2 -> ",\"Message\":\"" + (random.nextBoolean() ? "\\u0061" : "\\/") + "\"";
            case 3 -> ",\"Message\":\"\\ud83d\\ude00 \u00e9\\n\"";
            case 4 -> ",\"Message\":\"\u00e9 \u4e2d\\u0001\\t\"";
            case 5 -> ",\"Load\":1.50";
            case 6 -> ",\"Load\":-0";
            case 7 -> ",\"_line\":\"x\"";
            case 8 -> ",\"Data\":[{\"a\":1},{\"a\":1}]";
            case 9 -> ",\"Data\":{\"a\":1,\"a\":1}";
            case 10 -> ",\"@timestamp\":\"2026-01-02T03:04:05.123Z\"";
            case 11 -> ",\"Big\":123456789012345678901234567890";
            default -> "";
        };
        String program = switch (random.nextInt(5)) {
            case 0 -> "C:\\\\Tools\\\\EVIL.exe";
            case 1 -> "C:\\\\T\u00f6\\u006fls\\\\evil.exe";
            case 2 -> "C:\\\\evil.exe\\t";
            default -> "C:\\\\Windows\\\\x.exe";
        };
        return "{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":" + (1 + random.nextInt(2))
                + ",\"UtcTime\":\"" + time + "\",\"Image\":\"" + program + "\""
                + where(random, random.nextBoolean() ? "Hostname" : "Computer", "pc" + random.nextInt(3))
                + (random.nextInt(8) == 0 ? ",\"host\":{\"name\":\"deep\"}" : "")
                + (random.nextInt(8) == 0 ? where(random, "node", "n") : "")
                + more + "}";
    }

    private static byte[] broken(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return bytes;
        }
        if (random.nextBoolean()) {
            return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        byte[] out = bytes.clone();
        out[random.nextInt(out.length)] = (byte) "{}[],:\"\\ \n0ax".charAt(random.nextInt(13));
        return out;
    }
}

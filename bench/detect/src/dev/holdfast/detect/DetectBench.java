package dev.holdfast.detect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detection;
import dev.holdfast.content.DetectionSamples;
import dev.holdfast.content.Detections;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.logs.LogDoors;
import dev.holdfast.logs.LogLimits;
import dev.holdfast.logs.LogReader;
import dev.holdfast.logs.ReadReport;
import dev.holdfast.logs.RecordSieve;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Lanes over the same files: the floor (inflate, and pass over the JSON), the naive loop (a tree, then one rule after the
 * other), and Holdfast's own reader, sieve and detector. Each round takes every lane in turn, so that other work on the
 * machine meets all of them. Prints events per second of processor time, the best of the rounds, and writes what each
 * lane hit.
 *
 * <p>usage: DetectBench CONTENT RULES ALL-RULES GZ-FOLDER OUT ROUNDS LANE...
 */
final class DetectBench {
    private final List<SourceDefinition> sources;
    private final DetectionRules rules;
    private final DetectionRules allRules;
    private final List<CompiledRule> alone = new ArrayList<>();
    private final Map<String, String> uuids = new HashMap<>();
    private final Path folder;
    private final AtomicLong elsewhere = new AtomicLong();
    private final List<byte[]> files = new ArrayList<>();

    private record Ran(long events, List<String> hits) {}

    private DetectBench(Path content, Path rulesFolder, Path allFolder, Path folder) throws IOException {
        this.folder = folder;
        List<ContentError> errors = new ArrayList<>();
        sources = SourceDefinitions.read(new ContentFolder(List.of(content)), errors);
        List<Detection> read = Detections.read(
                ContentFolder.anyOf(rulesFolder, errors), new DetectionSamples(new ContentFolder(List.of())), errors);
        rules = DetectionRules.compile(read, Placeholders.NONE, errors);
        List<Detection> readAll = Detections.read(
                ContentFolder.anyOf(allFolder, errors), new DetectionSamples(new ContentFolder(List.of())), errors);
        allRules = DetectionRules.compile(readAll, Placeholders.NONE, errors);
        readAll.stream()
                .flatMap(d -> d.rules().stream())
                .forEach(rule -> uuids.put(rule.meta().id(), rule.meta().uuid()));
        Event.LogSource trail = new Event.LogSource("aws", "cloudtrail");
        SourceFields fields = sources.stream()
                .filter(s -> s.source().equals(trail))
                .map(s -> new SourceFields(s.sigma()))
                .findFirst()
                .orElseThrow();
        read.stream().flatMap(d -> d.rules().stream()).forEach(rule -> {
            uuids.put(rule.meta().id(), rule.meta().uuid());
            CompiledRule.route(rule, Placeholders.NONE, trail, fields).ifPresent(alone::add);
        });
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.sorted().toList()) {
                files.add(Files.readAllBytes(path));
            }
        }
        System.err.printf(
                "%d rules, %d of them for CloudTrail, %d rules in all, %d files, %d problems%n",
                rules.ruleCount(), alone.size(), allRules.ruleCount(), files.size(), errors.size());
    }

    public static void main(String[] args) throws Exception {
        DetectBench bench = new DetectBench(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]));
        int rounds = Integer.parseInt(args[5]);
        Map<String, Lane> lanes = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int i = 6; i < args.length; i++) {
                bench.round(lanes.computeIfAbsent(args[i], Lane::new));
            }
        }
        for (Lane lane : lanes.values()) {
            Collections.sort(lane.hits);
            Files.write(Path.of(args[4]).resolve(lane.name + ".hits"), lane.hits);
            System.out.printf(
                    "%s\t%d events\t%d hits\t%.0f events/s of processor\t%.0f events/s by the clock%n",
                    lane.name, lane.events, lane.hits.size(), lane.best, lane.bestWall);
        }
    }

    private static final class Lane {
        private final String name;
        private long events;
        private List<String> hits = new ArrayList<>();
        private double best;
        private double bestWall;

        private Lane(String name) {
            this.name = name;
        }
    }

    private void round(Lane lane) throws Exception {
        long cpu = cpu();
        long wall = System.nanoTime();
        Ran ran = switch (lane.name) {
            case "floor" -> floor();
            case "naive" -> naive();
            case "holdfast" -> holdfast(rules, folder.toString());
            case "holdfast-all" -> holdfast(allRules, folder.toString());
            case "holdfast-two" -> two();
            default -> throw new IllegalArgumentException(lane.name);
        };
        lane.best = Math.max(lane.best, ran.events() / ((cpu() - cpu + elsewhere.getAndSet(0)) / 1e9));
        lane.bestWall = Math.max(lane.bestWall, ran.events() / ((System.nanoTime() - wall) / 1e9));
        lane.events = ran.events();
        lane.hits = new ArrayList<>(ran.hits());
    }

    /** Of this thread; what others worked for it is in {@link #elsewhere}. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private Ran floor() throws IOException {
        JsonFactory factory = new JsonFactory();
        long events = 0;
        for (byte[] file : files) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file), 1 << 16);
                    JsonParser parser = factory.createParser(in)) {
                parser.nextToken();
                parser.nextToken();
                parser.nextToken();
                while (parser.nextToken() == com.fasterxml.jackson.core.JsonToken.START_OBJECT) {
                    parser.skipChildren();
                    events++;
                }
            }
        }
        return new Ran(events, List.of());
    }

    private Ran naive() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        long events = 0;
        List<String> hits = new ArrayList<>();
        for (byte[] file : files) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file), 1 << 16)) {
                for (JsonNode event : mapper.readTree(in).path("Records")) {
                    events++;
                    for (CompiledRule rule : alone) {
                        if (rule.matches(event)) {
                            hits.add(event.path("eventID").asText() + "\t" + rule.rule().meta().uuid());
                        }
                    }
                }
            }
        }
        return new Ran(events, hits);
    }

    private Ran holdfast(DetectionRules with, String place) {
        Detector detector = new Detector(with, sources, new BoundedCorrelationState());
        LogReader reader = new LogReader(sources, LogLimits.DEFAULT, (done, all, what) -> {});
        reader.through((source, wanted) -> new Bytes(detector.sieve(source, wanted)));
        List<String> hits = new ArrayList<>();
        ReadReport report = reader.from("file:" + place, LogDoors.FILES, event -> {
            for (Finding finding : detector.accept(event)) {
                hits.add(event.id() + "\t" + Objects.toString(uuids.get(finding.rule())));
            }
        });
        if (report.parseErrors() > 0) {
            throw new IllegalStateException(report.errors().toString());
        }
        return new Ran(report.events(), hits);
    }

    private Ran two() throws InterruptedException {
        Ran[] ran = new Ran[2];
        Thread[] threads = new Thread[2];
        for (int i = 0; i < 2; i++) {
            int mine = i;
            String pattern = folder + (i == 0 ? "/*[02468].json.gz" : "/*[13579].json.gz");
            threads[i] = new Thread(() -> {
                ran[mine] = holdfast(rules, pattern);
                elsewhere.addAndGet(cpu());
            });
            threads[i].start();
        }
        List<String> hits = new ArrayList<>();
        long events = 0;
        for (int i = 0; i < 2; i++) {
            threads[i].join();
            events += ran[i].events();
            hits.addAll(ran[i].hits());
        }
        return new Ran(events, hits);
    }

    private record Bytes(Sieve sieve) implements RecordSieve {
        @Override
        public int read(byte[] bytes, int from, int to) {
            return sieve.read(bytes, from, to);
        }

        @Override
        public boolean isPresent(int wanted) {
            return sieve.isPresent(wanted);
        }

        @Override
        public String text(int wanted) {
            return sieve.text(wanted);
        }

        @Override
        public boolean breaks() {
            return sieve.breaks();
        }

        @Override
        public boolean keeps() {
            return sieve.hits();
        }
    }
}

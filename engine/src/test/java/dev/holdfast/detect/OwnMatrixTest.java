package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detection;
import dev.holdfast.content.Detections;
import dev.holdfast.model.ContentError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every shipped rule asked of every event of the shipped examples, whatever the log source, against the same matrix made by
 * another engine (RSigma 0.23.0; {@code bench/detect/own} makes it anew). Rules and events that changed since are left out.
 */
class OwnMatrixTest {
    private static final Path ROOT = Path.of(System.getProperty("holdfast.root"));
    private static final Path KEPT = ROOT.resolve("engine/src/test/resources/detections/matrix.tsv");
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private final List<ContentError> errors = new ArrayList<>();
    private final List<Detection> detections =
            Detections.read(new ContentFolder(List.of(ROOT.resolve("content"))), errors);

    /** A reference to another field from one that holds a list: any of its elements here, the list as a whole there. */
    private static final Set<String> DECIDED_OTHERWISE = Set.of("0d2a6f2e-6a3b-4c0e-9a64-1d2b7a0c6028");

    /** Where a hit is told: the rule and the digest of its file. */
    private Map<String, String> rules() throws IOException {
        Map<String, String> out = new LinkedHashMap<>();
        for (Detection detection : detections) {
            Path file = ROOT.resolve("content/detections/" + detection.id() + ".yml");
            String text = Files.exists(file) ? Files.readString(file) : "\nfinds:";
            // Lists of findings are another form, and selections over the elements of a list are not in Sigma 2.1.
            if (!text.contains("\nfinds:") && !text.contains("[any]") && !text.contains("[all]")) {
                String digest = digest(Files.readAllBytes(file));
                detection.rules().stream()
                        .map(rule -> rule.meta().uuid())
                        .filter(uuid -> !DECIDED_OTHERWISE.contains(uuid))
                        .forEach(uuid -> out.put(uuid, digest));
            }
        }
        return out;
    }

    private Map<String, JsonNode> events() throws IOException {
        Map<String, JsonNode> out = new LinkedHashMap<>();
        for (Detection detection : detections) {
            for (var meta : detection.finders()) {
                for (var example : meta.tests()) {
                    for (var event : example.events()) {
                        byte[] text = JSON.writeValueAsBytes(JSON.treeToValue(event.raw(), Object.class));
                        out.put(digest(text), event.raw());
                    }
                }
            }
        }
        return out;
    }

    private Set<String> hits(Set<String> wanted, Map<String, JsonNode> events) {
        List<CompiledRule> compiled = new ArrayList<>();
        detections.stream()
                .flatMap(d -> d.rules().stream())
                .filter(rule -> rule.meta().uuid() != null
                        && wanted.contains(rule.meta().uuid()))
                .forEach(rule ->
                        CompiledRule.compile(rule, Placeholders.NONE, errors).ifPresent(compiled::add));
        Matching matching = new Matching(Matcher.of(compiled));
        Set<String> out = new TreeSet<>();
        events.forEach((id, event) -> {
            matching.read(event);
            for (int hit : matching.hits()) {
                out.add(id + "\t" + compiled.get(hit).rule().meta().uuid());
            }
        });
        return out;
    }

    @Test
    void both_engines_hit_the_same() throws IOException {
        Map<String, String> rules = rules();
        Map<String, JsonNode> events = events();
        String folder = System.getProperty("holdfast.matrix", "");
        if (!folder.isEmpty()) {
            write(Path.of(folder), rules, events);
            return;
        }
        Set<String> same = new TreeSet<>();
        Set<String> seen = new TreeSet<>();
        Set<String> expected = new TreeSet<>();
        for (String line : Files.readAllLines(KEPT)) {
            String[] part = line.split("\t", -1);
            switch (part[0]) {
                case "rule" -> {
                    if (part[2].equals(rules.get(part[1]))) {
                        same.add(part[1]);
                    }
                }
                case "event" -> seen.add(part[1]);
                default -> expected.add(part[1] + "\t" + part[2]);
            }
        }
        Map<String, JsonNode> known = new LinkedHashMap<>(events);
        known.keySet().retainAll(seen);
        expected.removeIf(hit -> !known.containsKey(hit.split("\t", -1)[0]) || !same.contains(hit.split("\t", -1)[1]));
        assertThat(same).as("make the matrix anew: bench/detect/own").hasSizeGreaterThan(rules.size() / 2);
        assertThat(known).hasSizeGreaterThan(events.size() / 2);
        assertThat(hits(same, known)).isEqualTo(expected);
    }

    private void write(Path folder, Map<String, String> rules, Map<String, JsonNode> events) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> matrix = new ArrayList<>();
        rules.forEach((rule, digest) -> matrix.add("rule\t" + rule + "\t" + digest));
        events.forEach((id, event) -> {
            ObjectNode named = JSON.createObjectNode().put("holdfast_event", id);
            named.setAll((ObjectNode) event);
            lines.add(named.toString());
            matrix.add("event\t" + id);
        });
        Set<String> hits = hits(rules.keySet(), events);
        hits.forEach(hit -> matrix.add("hit\t" + hit));
        Files.write(folder.resolve("events.ndjson"), lines);
        Files.write(folder.resolve("hits.tsv"), hits);
        Files.write(folder.resolve("rules.txt"), rules.keySet());
        Files.write(folder.resolve("matrix.tsv"), matrix);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

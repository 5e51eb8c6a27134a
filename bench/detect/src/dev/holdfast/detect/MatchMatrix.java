package dev.holdfast.detect;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.DetectionSamples;
import dev.holdfast.content.Detections;
import dev.holdfast.model.ContentError;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks every rule of a folder of every event of a file, whatever their log sources: the language alone, for comparing with
 * another engine.
 *
 * <p>usage: MatchMatrix RULES EVENTS.ndjson OUT.tsv; writes the event's `holdfast_event` and the rule's id
 */
final class MatchMatrix {
    public static void main(String[] args) throws IOException {
        List<CompiledRule> rules = rules(Path.of(args[0]));
        List<FieldPath> id = List.of(FieldPath.member("holdfast_event"));
        Matching matching = new Matching(Matcher.of(rules, id));
        byte[] events = Files.readAllBytes(Path.of(args[1]));
        long began = System.nanoTime();
        long count = 0;
        try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[2]), StandardCharsets.UTF_8)) {
            int at = 0;
            while (at < events.length) {
                int end = matching.read(events, at, events.length);
                if (end < 0) {
                    throw new IOException("event at byte " + at + " cannot be read: " + end);
                }
                count++;
                for (int hit : matching.hits()) {
                    Found found = matching.found();
                    out.write(found.text(found.valueOf(found.firstLink(0))) + "\t"
                            + rules.get(hit).rule().meta().uuid() + "\n");
                }
                at = end + 1;
            }
        }
        System.err.printf("%d rules, %d events, %.1f s%n", rules.size(), count, (System.nanoTime() - began) / 1e9);
    }

    static List<CompiledRule> rules(Path folder) {
        List<ContentError> errors = new ArrayList<>();
        List<CompiledRule> out = new ArrayList<>();
        Detections.read(ContentFolder.anyOf(folder, errors), new DetectionSamples(new ContentFolder(List.of())), errors)
                .stream()
                .flatMap(d -> d.rules().stream())
                .forEach(rule -> CompiledRule.compile(rule, Placeholders.NONE, errors).ifPresent(out::add));
        System.err.println(errors.size() + " problems among the rules");
        return out;
    }
}

package dev.holdfast.detect;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.DetectionSamples;
import dev.holdfast.content.Detections;
import dev.holdfast.model.ContentError;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks every rule of a folder of every event of a file, whatever their log sources: the language alone, for comparing with
 * another engine.
 *
 * <p>usage: MatchMatrix RULES EVENTS.ndjson OUT.tsv [RULES.txt [ROUNDS]]; writes the event's `holdfast_event` and the rule's id, and
 * the ids of the rules that were asked
 */
final class MatchMatrix {
    public static void main(String[] args) throws IOException {
        List<CompiledRule> rules = rules(Path.of(args[0]));
        if (args.length > 3) {
            Files.write(
                    Path.of(args[3]),
                    rules.stream().map(rule -> rule.rule().meta().uuid()).toList());
        }
        Matcher matcher = Matcher.of(rules, List.of(FieldPath.member("holdfast_event")));
        System.gc();
        Runtime here = Runtime.getRuntime();
        System.err.printf("%d rules, %d MB live%n", rules.size(), (here.totalMemory() - here.freeMemory()) >> 20);
        byte[] events = Files.readAllBytes(Path.of(args[1]));
        int rounds = args.length > 4 ? Integer.parseInt(args[4]) : 1;
        double best = 0;
        for (int round = 0; round < rounds; round++) {
            long began = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long count;
            try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[2]), StandardCharsets.UTF_8)) {
                count = ask(matcher, events, out);
            }
            double seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - began) / 1e9;
            best = Math.max(best, count / seconds);
        }
        System.out.printf("matrix\t%.0f events/s of processor%n", best);
    }

    private static long ask(Matcher matcher, byte[] events, BufferedWriter out) throws IOException {
        Matching matching = new Matching(matcher);
        long count = 0;
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
                        + matcher.rules.get(hit).rule().meta().uuid() + "\n");
            }
            at = end + 1;
        }
        return count;
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

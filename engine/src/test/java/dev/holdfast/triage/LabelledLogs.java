package dev.holdfast.triage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detections;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.detect.BoundedCorrelationState;
import dev.holdfast.detect.DetectionRules;
import dev.holdfast.detect.Detector;
import dev.holdfast.detect.Placeholders;
import dev.holdfast.logs.LogLimits;
import dev.holdfast.logs.LogReader;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Labelled logs outside the project, read and judged on the same line as live logs; for the acceptance tests only. */
final class LabelledLogs {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DetectionRules rules;
    private final List<SourceDefinition> sources;

    LabelledLogs() {
        ContentFolder content = new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content")));
        List<ContentError> errors = new ArrayList<>();
        this.rules = DetectionRules.compile(Detections.read(content, errors), Placeholders.NONE, errors);
        this.sources = SourceDefinitions.read(content, errors);
        if (!errors.isEmpty()) {
            throw new IllegalStateException(errors.toString());
        }
    }

    /** Every event of a file or folder that passes the filter, in the order of its time. */
    List<Event> events(Path place, Predicate<Event> filter) {
        List<Event> out = new ArrayList<>();
        new LogReader(sources, LogLimits.DEFAULT, (done, all, what) -> {}).read("file:" + place, null, e -> {
            if (filter.test(e)) {
                out.add(e);
            }
        });
        out.sort(Comparator.comparing(Event::time));
        return out;
    }

    /** What the shipped rules find, with a state of their own. */
    List<Finding> findings(List<Event> events) {
        Detector detector = new Detector(rules, sources, new BoundedCorrelationState());
        return events.stream().flatMap(e -> detector.accept(e).stream()).toList();
    }

    /** The cases that these findings make in an empty queue. */
    List<ScoredCase> cases(List<Finding> findings) {
        return Triage.queue(findings, Triage.Context.EMPTY, Instant.parse("2030-01-01T00:00:00Z"))
                .cases();
    }

    /** One record of CloudTrail as an event of its own, the n-th of its kind. */
    Event trail(JsonNode record, int number) {
        ObjectNode raw = record.deepCopy();
        return new Event(
                "labelled-" + number,
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number),
                new Event.LogSource("aws", "cloudtrail"),
                raw,
                "labelled#" + number);
    }

    static List<JsonNode> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            List<JsonNode> out = new ArrayList<>();
            for (String line : lines.toList()) {
                out.add(JSON.readTree(line));
            }
            return out;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.holdfast.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detection;
import dev.holdfast.content.DetectionSamples;
import dev.holdfast.content.Detections;
import dev.holdfast.content.Yaml;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rules and events written as text, for tests. */
final class Rules {
    static final Event.LogSource TRAIL = new Event.LogSource("aws", "cloudtrail");

    private Rules() {}

    static List<Detection> read(String yaml, List<ContentError> errors) {
        var docs = Yaml.read("rule.yml", yaml.getBytes(StandardCharsets.UTF_8), errors);
        var unit = new ContentFolder.Unit("rule", Path.of("rule.yml"), docs);
        return Detections.read(List.of(unit), new DetectionSamples(new ContentFolder(List.of())), errors);
    }

    static DetectionRules compile(String yaml) {
        List<ContentError> errors = new ArrayList<>();
        DetectionRules rules = DetectionRules.compile(read(yaml, errors), Placeholders.NONE, errors);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(errors.toString());
        }
        return rules;
    }

    /** A rule with these search identifiers, as YAML indented by two. */
    static String rule(String detection) {
        return "title: t\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n" + detection.indent(2);
    }

    static boolean hits(String detection, String event) {
        Detector detector = new Detector(compile(rule(detection)), List.of(), new BoundedCorrelationState());
        return !detector.accept(event("e", 0, event)).isEmpty();
    }

    static Event event(String id, long second, String json) {
        return new Event(id, Instant.ofEpochSecond(second), TRAIL, json(json), "test#1");
    }

    static JsonNode json(String text) {
        try {
            return JsonMapper.builder().build().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** True when an object in the text names a member twice. */
    static boolean repeatsAName(String json) {
        try {
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(json);
            return false;
        } catch (JsonProcessingException e) {
            return true;
        }
    }
}

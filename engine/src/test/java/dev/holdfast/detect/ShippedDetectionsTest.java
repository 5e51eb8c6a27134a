package dev.holdfast.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detection;
import dev.holdfast.content.Detections;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.model.ContentError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The detections that ship: readable, complete, and doing what their own examples say. */
class ShippedDetectionsTest {
    private static final ContentFolder CONTENT =
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content")));

    private final List<ContentError> errors = new ArrayList<>();
    private final List<Detection> detections = Detections.read(CONTENT, errors);
    private final List<SourceDefinition> sources = SourceDefinitions.read(CONTENT, errors);
    private final DetectionRules rules = DetectionRules.compile(detections, Placeholders.NONE, errors);

    @Test
    void every_unit_is_valid() {
        assertThat(errors).isEmpty();
        assertThat(Detections.lint(detections)).isEmpty();
        assertThat(rules.finders()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void every_example_does_what_it_says() {
        List<DetectionExamples.Result> results = DetectionExamples.run(detections, rules, sources);
        assertThat(results).hasSizeGreaterThan(30);
        assertThat(results).filteredOn(result -> !result.passed()).isEmpty();
    }

    @Test
    void every_rule_is_fed_by_a_declared_source() {
        assertThat(rules.blind(sources)).isEmpty();
    }
}

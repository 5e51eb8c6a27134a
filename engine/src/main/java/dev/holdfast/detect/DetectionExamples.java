package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.Detection;
import dev.holdfast.content.DetectionExample;
import dev.holdfast.content.SigmaCorrelation;
import dev.holdfast.content.SigmaMeta;
import dev.holdfast.content.SigmaRule;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Runs the examples that detections carry, with the detector that runs live. */
public final class DetectionExamples {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /**
     * How one example went.
     *
     * @param rule id of the rule or correlation
     * @param example the example's name
     * @param file where the example stands
     * @param line its line
     * @param passed true when the rule did what the example says
     * @param message what was expected and what happened, for people
     */
    public record Result(String rule, String example, String file, int line, boolean passed, String message) {}

    private DetectionExamples() {}

    /**
     * Runs all examples, each with an empty state.
     *
     * @param detections whose examples
     * @param rules the same detections, compiled
     * @param sources where facts stand
     * @return one result for each example, in order
     */
    public static List<Result> run(List<Detection> detections, DetectionRules rules, List<SourceDefinition> sources) {
        Map<String, SigmaRule.Source> sourceByRule = new HashMap<>();
        List<Result> out = new ArrayList<>();
        for (Detection detection : detections) {
            for (SigmaRule rule : detection.rules()) {
                sourceByRule.put(rule.meta().id(), rule.logsource());
            }
        }
        ExampleSources chooser = new ExampleSources(sources);
        for (SigmaCorrelation correlation : rules.correlations()) {
            correlation.rules().stream()
                    .map(sourceByRule::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(source -> sourceByRule.put(correlation.meta().id(), source));
        }
        for (Detection detection : detections) {
            for (SigmaMeta meta : detection.finders()) {
                SigmaRule.Source source = sourceByRule.getOrDefault(meta.id(), new SigmaRule.Source(null, null, null));
                for (DetectionExample example : meta.tests()) {
                    Detector detector = new Detector(rules, sources, new BoundedCorrelationState());
                    out.add(run(meta, example, raw -> chooser.of(source, raw), detector));
                }
            }
        }
        return out;
    }

    private static Result run(
            SigmaMeta meta, DetectionExample example, Function<JsonNode, Event.LogSource> source, Detector detector) {
        boolean found = false;
        int number = 0;
        for (DetectionExample.ExampleEvent event : example.events()) {
            String id = "example-" + ++number;
            Instant time = BEGIN.plusSeconds(event.atSeconds());
            found |=
                    detector
                            .accept(new Event(id, time, source.apply(event.raw()), event.raw(), "example#" + number))
                            .stream()
                            .anyMatch(finding -> finding.rule().equals(meta.id()));
        }
        boolean passed = found == example.hit();
        String message = passed
                ? "as expected"
                : example.hit()
                        ? "a hit was expected and the rule stayed silent"
                        : "the rule was expected to stay silent and hit";
        return new Result(
                meta.id(),
                example.name(),
                example.place().file(),
                example.place().line(),
                passed,
                message);
    }
}

package dev.holdfast.cli;

import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.Detection;
import dev.holdfast.content.Detections;
import dev.holdfast.content.FindingMap;
import dev.holdfast.content.FindingMapReader;
import dev.holdfast.content.FrameworkMap;
import dev.holdfast.content.FrameworkReader;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.detect.DetectionRules;
import dev.holdfast.detect.Placeholders;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Content of each kind, whole or not at all: every problem at once, with file and line. */
final class Library {
    private Library() {}

    static List<Detection> detections(ContentFolder content) {
        return whole(content, Detections::read);
    }

    static List<SourceDefinition> sources(ContentFolder content) {
        return whole(content, SourceDefinitions::read);
    }

    /** How findings of other tools enter triage; a runbook that is not there answers nothing. */
    static List<FindingMap> findingMaps(ContentFolder content) {
        Set<String> runbooks = ProgramChoices.runbooks(content);
        return whole(content, FindingMapReader::read).stream()
                .map(map -> map.answering(runbooks))
                .toList();
    }

    static DetectionRules rules(List<Detection> detections) {
        return rules(detections, Placeholders.NONE);
    }

    static DetectionRules rules(List<Detection> detections, Placeholders placeholders) {
        List<ContentError> errors = new ArrayList<>();
        DetectionRules rules = DetectionRules.compile(detections, placeholders, errors);
        if (!errors.isEmpty()) {
            throw new Problems(errors);
        }
        return rules;
    }

    /** All checks, and one for each control that only a person can judge. */
    static List<Check> checks(ContentFolder content) {
        List<Check> out = new ArrayList<>(whole(content, CheckReader::read));
        out.addAll(FrameworkMap.manual(whole(content, FrameworkReader::read)));
        return List.copyOf(out);
    }

    static <T> List<T> whole(ContentFolder content, BiFunction<ContentFolder, List<ContentError>, List<T>> read) {
        List<ContentError> errors = new ArrayList<>();
        List<T> out = read.apply(content, errors);
        if (!errors.isEmpty()) {
            throw new Problems(errors);
        }
        return out;
    }
}

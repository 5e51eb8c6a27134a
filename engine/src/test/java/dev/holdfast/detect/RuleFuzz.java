package dev.holdfast.detect;

import dev.holdfast.content.Detection;
import dev.holdfast.model.ContentError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The rule parser as a fuzzer asks it: rules come from strangers, so whatever a file holds ends in rules or in errors with a
 * place, and what compiled can be asked.
 */
public final class RuleFuzz {
    private static final String EVENT = """
            {"eventVersion":"1","eventSource":"iam.amazonaws.com","eventName":"CreateUser","eventTime":"2026-01-02T03:04:05Z",\
            "eventID":"e","a":[1,null,{"b":"x"}],"requestParameters":{"userName":"%admin*"}}""";

    private RuleFuzz() {}

    /** Jazzer's door. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        List<ContentError> errors = new ArrayList<>();
        List<Detection> read = Rules.read(new String(bytes, StandardCharsets.UTF_8), errors);
        DetectionRules rules = DetectionRules.compile(read, Placeholders.NONE, errors);
        new Detector(rules, List.of(), new BoundedCorrelationState()).accept(Rules.event("e", 0, EVENT));
        for (ContentError error : errors) {
            if (error.line() < 0 || error.problem().isBlank()) {
                throw new AssertionError("an error without a place or a word: " + error);
            }
        }
    }
}

package dev.holdfast.emulator.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.emulator.organization.Script;
import dev.holdfast.runbook.StateForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What AWS said of the things that a runbook touches, at one moment. */
final class Watched {
    /** Members that differ from one answer to the next whatever happens. */
    private static final Set<String> ALWAYS_APART = Set.of("ResponseMetadata", "RequestId", "NextToken", "Marker");

    private final Script script;
    private final List<JsonNode> answers;

    Watched(Script script, List<JsonNode> answers) {
        this.script = script;
        this.answers = answers;
    }

    /** What is not as it was then, in sentences; empty when everything is, by canonical comparison. */
    List<String> differences(Watched then, List<String> apart) {
        java.util.Set<String> left = new java.util.HashSet<>(ALWAYS_APART);
        left.addAll(apart);
        List<String> out = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            JsonNode now = answers.get(i);
            JsonNode before = then.answers.get(i);
            if (!StateForm.same(now, before, left)) {
                Script.Step step = script.steps().get(i);
                out.add(step.service() + ":" + step.operation() + " of line " + step.line() + " says "
                        + shown(StateForm.of(now, left)) + " and said " + shown(StateForm.of(before, left)));
            }
        }
        return out;
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > 400 ? text.substring(0, 400) + "…" : text;
    }
}

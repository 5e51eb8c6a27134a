package dev.holdfast.emulator.drill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.emulator.organization.Script;
import dev.holdfast.runbook.StateForm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
        Set<String> left = new HashSet<>(ALWAYS_APART);
        left.addAll(apart);
        List<String> out = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            JsonNode now = answers.get(i);
            JsonNode before = then.answers.get(i);
            if (!StateForm.same(now, before, left)) {
                Script.Step step = script.steps().get(i);
                List<String> places = new ArrayList<>();
                differ(StateForm.of(now, left), StateForm.of(before, left), "", places);
                out.add(step.service() + ":" + step.operation() + " of line " + step.line() + ": "
                        + String.join("; ", places));
            }
        }
        return out;
    }

    /** Where two values differ, by path. */
    private static void differ(JsonNode now, JsonNode then, String path, List<String> out) {
        if (now.equals(then)) {
            return;
        }
        if (now.isObject() && then.isObject()) {
            Set<String> names = new TreeSet<>();
            now.fieldNames().forEachRemaining(names::add);
            then.fieldNames().forEachRemaining(names::add);
            names.forEach(n -> differ(now.path(n), then.path(n), path + "." + n, out));
        } else if (now.isArray() && then.isArray() && now.size() == then.size()) {
            for (int i = 0; i < now.size(); i++) {
                differ(now.get(i), then.get(i), path + "[" + i + "]", out);
            }
        } else {
            out.add(path + " is " + shown(now) + " and was " + shown(then));
        }
    }

    private static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() > 400 ? text.substring(0, 400) + "…" : text;
    }
}

package dev.holdfast.change;

import dev.holdfast.aws.ReadOperations;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.Runbook.Reading;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.content.RunbookStep.Call;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What was called, as the IAM actions that it takes. */
final class RecordedCalls {
    private RecordedCalls() {}

    /** The actions behind recorded operations: as the steps that make them say, else as the operation is named. */
    static Set<String> actions(Runbook runbook, Set<String> operations) {
        Set<String> out = new TreeSet<>();
        operations.forEach(operation -> out.addAll(actions(runbook, operation)));
        return out;
    }

    private static Set<String> actions(Runbook runbook, String operation) {
        Set<String> out = new TreeSet<>();
        int colon = operation.indexOf(':');
        String plain = ReadOperations.action(operation.substring(0, colon), operation.substring(colon + 1))
                .orElse(operation);
        boolean looksUp = false;
        for (RunbookStep step : RunbookStep.flat(runbook.steps())) {
            boolean makes = step.action() instanceof Call call
                    && call.request().operation().equals(operation);
            boolean undoes = Stream.of(
                            step.handling().restore(), step.handling().remove())
                    .anyMatch(r -> r != null && r.operation().equals(operation));
            if (makes || undoes) {
                out.addAll(
                        step.handling().permissions().isEmpty()
                                ? Set.of(plain)
                                : step.handling().permissions());
            }
            looksUp |= is(step.handling().prior(), operation);
        }
        if (looksUp || out.isEmpty()) {
            out.add(plain);
        }
        return out;
    }

    private static boolean is(Reading reading, String operation) {
        return reading != null && reading.request().operation().equals(operation);
    }

    /** What is called before a run, to plan it. */
    static Set<String> planning(Runbook runbook) {
        Set<String> out = new TreeSet<>();
        Stream.concat(
                        runbook.settings().find().values().stream(),
                        Stream.of(
                                        runbook.settings().exists(),
                                        runbook.settings().owner())
                                .filter(r -> r != null))
                .forEach(r -> out.add(r.request().operation()));
        return out;
    }
}

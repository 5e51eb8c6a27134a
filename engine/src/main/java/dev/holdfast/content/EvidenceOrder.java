package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.content.RunbookStep.Await;
import dev.holdfast.content.RunbookStep.Blocks;
import dev.holdfast.content.RunbookStep.Call;
import dev.holdfast.content.RunbookStep.Check;
import dev.holdfast.content.RunbookStep.Loop;
import dev.holdfast.content.RunbookStep.Phase;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which steps of a runbook take evidence of what a write is about to change. Two steps are about the same target when
 * their requests come from the same parameter, directly or by what earlier steps found. Pure: it follows from the
 * document.
 */
public final class EvidenceOrder {
    private final Runbook runbook;
    private final Map<String, Set<String>> roots = new HashMap<>();
    private final Map<String, Set<String>> evidence = new HashMap<>();

    /** @param runbook the document */
    public EvidenceOrder(Runbook runbook) {
        this.runbook = runbook;
        walk(runbook.steps());
    }

    private void walk(List<RunbookStep> steps) {
        for (RunbookStep step : steps) {
            if (step.action() instanceof Loop loop) {
                roots.put(step.name(), from(List.of(loop.iterators())));
                walk(loop.steps());
                continue;
            }
            JsonNode request = switch (step.action()) {
                case Call call -> call.request().members();
                case Await await -> await.request().members();
                case Check check -> check.request().members();
                case Blocks blocks -> blocks.request().members();
                default -> JsonNodeFactory.instance.objectNode();
            };
            List<JsonNode> said = new java.util.ArrayList<>(List.of(request));
            step.outputs().forEach(o -> said.add(JsonNodeFactory.instance.textNode(o.selector())));
            roots.put(step.name(), from(said));
            if (step.handling().evidence()) {
                evidence.put(step.name(), roots.getOrDefault(step.name(), Set.of()));
            }
        }
    }

    private Set<String> from(List<JsonNode> values) {
        Set<String> out = new HashSet<>();
        for (JsonNode value : values) {
            for (String reference : Template.references(value)) {
                int dot = reference.indexOf('.');
                if (dot > 0) {
                    out.addAll(roots.getOrDefault(reference.substring(0, dot), Set.of()));
                } else if (!runbook.settings().fill().containsKey(reference)) {
                    out.add(reference);
                }
            }
        }
        return out;
    }

    /** Whether the step must come after evidence: a write that contains or eradicates. */
    public static boolean concerns(RunbookStep step) {
        Phase phase = step.handling().phase();
        return step.writes() && (phase == Phase.CONTAINMENT || phase == Phase.ERADICATION);
    }

    /**
     * Whether evidence of the target of a write was taken.
     *
     * @param step name of the write
     * @param taken names of the evidence steps that have been done
     */
    public boolean covered(String step, Set<String> taken) {
        Set<String> about = roots.getOrDefault(step, Set.of());
        return taken.stream()
                .filter(evidence::containsKey)
                .anyMatch(t -> about.isEmpty() || !Collections.disjoint(about, evidence.getOrDefault(t, Set.of())));
    }
}

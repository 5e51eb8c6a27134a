package dev.holdfast.content;

import dev.holdfast.content.RunbookStep.Approve;
import dev.holdfast.content.RunbookStep.Branch;
import dev.holdfast.content.RunbookStep.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What must hold in an incident runbook on every way through it: nothing is written before a person agreed, nothing that
 * cannot be undone before two did, nothing is contained before evidence of the same target was taken.
 */
final class RunbookPaths {
    private final Runbook runbook;
    private final List<RunbookStep> steps;
    private final EvidenceOrder order;
    private final int[] approvals;
    private final List<@Nullable Set<String>> taken;

    RunbookPaths(Runbook runbook) {
        this.runbook = runbook;
        this.steps = runbook.steps();
        this.order = new EvidenceOrder(runbook);
        this.approvals = new int[steps.size()];
        Arrays.fill(approvals, Integer.MAX_VALUE);
        this.taken = new ArrayList<>();
        steps.forEach(s -> taken.add(null));
    }

    void check(List<Doc> docs) {
        if (steps.isEmpty() || !runbook.id().startsWith("runbooks/")) {
            return;
        }
        approvals[0] = 0;
        taken.set(0, Set.of());
        for (int i = 0; i < steps.size(); i++) {
            Set<String> before = taken.get(i);
            if (before != null) {
                check(docs.get(i), steps.get(i), approvals[i], before);
                follow(i, before);
            }
        }
    }

    private void check(Doc doc, RunbookStep top, int approved, Set<String> before) {
        Set<String> so = new HashSet<>(before);
        for (RunbookStep step : RunbookStep.flat(List.of(top))) {
            if (step.writes() && approved < 1) {
                doc.error("a write before any approval", "Put an aws:approve step before this one");
            }
            boolean lasting = !step.handling().irreversible().isEmpty()
                    && step.handling().phase() != Phase.EVIDENCE
                    && step.handling().phase() != Phase.POST;
            if (step.writes() && lasting && approved < 2) {
                doc.error(
                        "`" + step.name() + "` cannot be undone, and fewer than two people agreed to it",
                        "Put an aws:approve step with `MinRequiredApprovals: 2` before it");
            }
            if (EvidenceOrder.concerns(step) && !order.covered(step.name(), so)) {
                doc.error(
                        "containment before evidence of what `" + step.name() + "` changes",
                        "Put a step with `evidence: true` about the same target before this one");
            }
            if (step.handling().evidence()) {
                so.add(step.name());
            }
        }
    }

    private void follow(int i, Set<String> before) {
        RunbookStep step = steps.get(i);
        int approved =
                step.action() instanceof Approve approve ? Math.max(approvals[i], approve.needed()) : approvals[i];
        Set<String> after = new HashSet<>(before);
        RunbookStep.flat(List.of(step)).stream()
                .filter(s -> s.handling().evidence())
                .forEach(s -> after.add(s.name()));
        if (step.action() instanceof Branch branch) {
            branch.choices().forEach(c -> arrive(at(c.next()), approvals[i], before));
            arrive(branch.otherwise().isEmpty() ? i + 1 : at(branch.otherwise()), approvals[i], before);
            return;
        }
        if (step.onFailure().startsWith("step:")) {
            arrive(at(step.onFailure().substring(5)), approvals[i], before);
        }
        if (!step.end()) {
            // A reading that may fail and go on is held to at run time; here it counts as taken.
            boolean lost = step.action() instanceof Approve && step.onFailure().equals("Continue");
            arrive(step.next().isEmpty() ? i + 1 : at(step.next()), lost ? approvals[i] : approved, after);
        }
    }

    private int at(String name) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).name().equals(name)) {
                return i;
            }
        }
        return steps.size();
    }

    private void arrive(int i, int approved, Set<String> evidence) {
        if (i >= steps.size()) {
            return;
        }
        approvals[i] = Math.min(approvals[i], approved);
        Set<String> known = taken.get(i);
        Set<String> both = new HashSet<>(evidence);
        if (known != null) {
            both.retainAll(known);
        }
        taken.set(i, both);
    }
}

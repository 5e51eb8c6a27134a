package dev.holdfast.posture;

import dev.holdfast.content.Check;
import dev.holdfast.content.Framework;
import dev.holdfast.content.Framework.Control;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A framework judged: every control appears.
 *
 * @param framework its id
 * @param controls one per control, in the framework's order
 */
public record FrameworkResult(String framework, List<ControlResult> controls) {
    /** How far Holdfast judges a control. */
    public enum Coverage {
        /** All of it. */
        JUDGED,
        /** Some of it; the note says what is missing. */
        PARTLY,
        /** A person must; the note says how. */
        MANUAL,
        /** Not at all yet; the note says what is missing. */
        NOT_YET
    }

    /**
     * One control.
     *
     * @param control its id
     * @param subject what it is about
     * @param outcome fails when any check fails; passes only when all of it was judged and nothing is unknown
     * @param coverage how far it is judged
     * @param checks the checks that serve it, sorted
     * @param note what a person should know, may be empty
     */
    public record ControlResult(
            String control, String subject, Outcome outcome, Coverage coverage, List<String> checks, String note) {}

    /**
     * Judges a framework by findings.
     *
     * @param checks all checks that were run
     * @param findings what they found
     */
    public static FrameworkResult of(Framework framework, List<Check> checks, List<Finding> findings) {
        List<ControlResult> out = new ArrayList<>();
        for (Control control : framework.controls()) {
            List<String> serving = checks.stream()
                    .filter(c -> c.frameworks()
                            .getOrDefault(framework.id(), List.of())
                            .contains(control.id()))
                    .map(Check::id)
                    .sorted()
                    .toList();
            Coverage coverage = coverage(control, serving);
            Set<Outcome> outcomes = new TreeSet<>();
            findings.stream().filter(f -> serving.contains(f.rule())).forEach(f -> outcomes.add(f.outcome()));
            String note = control.notYet().isEmpty() ? control.manual() : control.notYet();
            out.add(new ControlResult(
                    control.id(), control.subject(), outcome(coverage, outcomes), coverage, serving, note));
        }
        return new FrameworkResult(framework.id(), List.copyOf(out));
    }

    private static Coverage coverage(Control control, List<String> serving) {
        if (serving.isEmpty()) {
            return control.manual().isEmpty() ? Coverage.NOT_YET : Coverage.MANUAL;
        }
        return control.notYet().isEmpty() && control.manual().isEmpty() ? Coverage.JUDGED : Coverage.PARTLY;
    }

    private static Outcome outcome(Coverage coverage, Set<Outcome> outcomes) {
        if (coverage == Coverage.MANUAL) {
            return Outcome.MANUAL;
        } else if (coverage == Coverage.NOT_YET) {
            return Outcome.UNKNOWN;
        } else if (outcomes.contains(Outcome.FAIL)) {
            return Outcome.FAIL;
        } else if (coverage == Coverage.PARTLY || outcomes.contains(Outcome.UNKNOWN)) {
            return Outcome.UNKNOWN;
        } else if (outcomes.contains(Outcome.MANUAL)) {
            return Outcome.MANUAL;
        } else if (outcomes.contains(Outcome.MITIGATED)) {
            return Outcome.MITIGATED;
        } else if (outcomes.contains(Outcome.MUTED)) {
            return Outcome.MUTED;
        }
        // Nothing of the kind exists anywhere, or nothing the rule concerns.
        return outcomes.contains(Outcome.PASS) ? Outcome.PASS : Outcome.NOT_APPLICABLE;
    }
}

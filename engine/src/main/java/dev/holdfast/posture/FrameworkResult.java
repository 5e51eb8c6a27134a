package dev.holdfast.posture;

import dev.holdfast.content.Check;
import dev.holdfast.content.Framework;
import dev.holdfast.content.Framework.Control;
import dev.holdfast.content.FrameworkMap;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A framework judged: every control appears.
 *
 * @param framework its id
 * @param controls one per control, in the framework's order
 */
public record FrameworkResult(String framework, List<ControlResult> controls) {
    /** What weighs most of what is neither failed nor unknown. */
    private static final List<Outcome> ORDER = List.of(Outcome.MANUAL, Outcome.MITIGATED, Outcome.MUTED, Outcome.PASS);

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
     * @param outcome fails when any check fails; passes only when all of it was judged or attested and nothing is unknown
     * @param coverage how far it is judged
     * @param checks the checks that serve it, sorted, without what a person judges
     * @param note what a person should know, may be empty
     */
    public record ControlResult(
            String control, String subject, Outcome outcome, Coverage coverage, List<String> checks, String note) {}

    /**
     * Judges a framework by findings.
     *
     * @param checks all checks that were run, with those of {@link FrameworkMap#manual}
     * @param findings what they found
     */
    public static FrameworkResult of(Framework framework, List<Check> checks, List<Finding> findings) {
        Map<String, Set<Outcome>> said = new HashMap<>();
        findings.forEach(
                f -> said.computeIfAbsent(f.rule(), k -> new TreeSet<>()).add(f.outcome()));
        List<ControlResult> out = new ArrayList<>();
        for (Control control : framework.controls()) {
            List<Check> serving = checks.stream()
                    .filter(c -> c.frameworks()
                            .getOrDefault(framework.id(), List.of())
                            .contains(control.id()))
                    .toList();
            List<String> machine = serving.stream()
                    .filter(c -> !c.about().equals(FrameworkMap.PERSON))
                    .map(Check::id)
                    .sorted()
                    .toList();
            Set<Outcome> outcomes = new TreeSet<>();
            serving.forEach(c -> outcomes.addAll(said.getOrDefault(c.id(), Set.of())));
            boolean asked =
                    serving.stream().anyMatch(c -> c.about().equals(FrameworkMap.PERSON) && said.containsKey(c.id()));
            if (!control.manual().isEmpty() && !asked) {
                outcomes.add(Outcome.MANUAL);
            }
            Coverage coverage = coverage(control, machine);
            String note = control.notYet().isEmpty() ? control.manual() : control.notYet();
            out.add(new ControlResult(
                    control.id(),
                    control.subject(),
                    outcome(coverage, !control.notYet().isEmpty(), outcomes),
                    coverage,
                    machine,
                    note));
        }
        return new FrameworkResult(framework.id(), List.copyOf(out));
    }

    private static Coverage coverage(Control control, List<String> machine) {
        if (machine.isEmpty()) {
            return control.manual().isEmpty() ? Coverage.NOT_YET : Coverage.MANUAL;
        }
        return control.notYet().isEmpty() && control.manual().isEmpty() ? Coverage.JUDGED : Coverage.PARTLY;
    }

    /** The part that a person judges counts like a check: what is left to be judged is manual, not unknown. */
    private static Outcome outcome(Coverage coverage, boolean notYet, Set<Outcome> outcomes) {
        if (coverage == Coverage.NOT_YET) {
            return Outcome.UNKNOWN;
        } else if (outcomes.contains(Outcome.FAIL)) {
            return Outcome.FAIL;
        } else if (notYet || outcomes.contains(Outcome.UNKNOWN)) {
            return Outcome.UNKNOWN;
        }
        // Nothing of the kind exists anywhere, or nothing the rule concerns.
        return ORDER.stream().filter(outcomes::contains).findFirst().orElse(Outcome.NOT_APPLICABLE);
    }
}

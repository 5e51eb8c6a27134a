package dev.holdfast.report;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do, and how.
 *
 * @param group what failed
 * @param failures how many resources fail
 * @param accounts in how many accounts
 * @param command the command that does it or shows it, ready to be typed
 */
public record NextStep(FindingGroup group, long failures, long accounts, String command) {
    /** What everybody can reach is tried by everybody: findings say so in these words. */
    private static final Pattern EXPOSED =
            Pattern.compile("\\b(world|internet|everyone|everybody|public|publicly)\\b|0\\.0\\.0\\.0/0|::/0");

    private static final Comparator<NextStep> WORTH = Comparator.comparingDouble(NextStep::worth)
            .reversed()
            .thenComparing(step -> step.group().severity(), Comparator.reverseOrder())
            .thenComparing(step -> step.group().rule());

    /**
     * The failures most worth mending first. Severity counts most, then whether the world can reach it, then how many
     * resources fail, of which each further one counts less, then whether a fix is at hand.
     *
     * @param findings all findings; only failed checks count, since detections are worked as cases
     * @param limit at most so many
     */
    public static List<NextStep> from(Collection<Finding> findings, int limit) {
        List<Finding> failed = findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.CHECK && finding.outcome() == Outcome.FAIL)
                .filter(finding -> finding.severity() != Severity.INFORMATIONAL)
                .toList();
        return FindingGroup.of(failed).stream()
                .map(NextStep::of)
                .sorted(WORTH)
                .limit(limit)
                .toList();
    }

    private static NextStep of(FindingGroup group) {
        long accounts =
                group.findings().stream().map(Finding::account).distinct().count();
        return new NextStep(group, group.findings().size(), accounts, command(group.rule(), group.fix()));
    }

    /** The command for a rule: plans its fix where there is one, otherwise shows what fails and what to do. */
    public static String command(String rule, @Nullable String fix) {
        return fix == null
                ? "holdfast protect check --check " + quoted(rule)
                : "holdfast protect plan --fix " + quoted(rule) + " --out plan.json";
    }

    private double worth() {
        double severity = Math.pow(group.severity().weight(), 2);
        double number = 1 + Math.log((double) failures) / Math.log(2);
        boolean exposed = EXPOSED.matcher(
                        group.title() + " " + group.findings().getFirst().reason())
                .find();
        return severity * number * (exposed ? 2 : 1) * (group.fix() == null ? 1 : 1.25);
    }

    /** A user's own content may give a rule any file name; what is copied to a shell must stay one word. */
    private static String quoted(String word) {
        boolean plain = !word.isEmpty()
                && !word.startsWith("-")
                && word.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "/_.-".indexOf(c) >= 0));
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}

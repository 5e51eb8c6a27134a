package dev.holdfast.report.terminal;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Outcome;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.FindingGroup;
import dev.holdfast.report.NextStep;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.UnknownCause;
import dev.holdfast.report.terminal.TextTable.Cell;
import dev.holdfast.report.terminal.TextTable.Column;
import dev.holdfast.report.terminal.TextTable.Fit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Findings for a person: what to do first, then what failed and what nobody could read, by rule. */
public final class FindingsView {
    private static final int FIRST_STEPS = 5;
    private static final int ROWS_PER_RULE = 10;
    private static final int CAUSES = 5;

    private final Style style;
    private final AccountNames names;

    /**
     * @param style how lines look
     * @param names what people call the accounts
     */
    public FindingsView(Style style, AccountNames names) {
        this.style = style;
        this.names = names;
    }

    /** Counts, what to do first, then each rule that needs a person with at most ten of its resources. */
    public List<String> lines(Collection<Finding> findings) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("Findings"));
        lines.add("  " + counts(findings));
        List<NextStep> steps = NextStep.from(findings, FIRST_STEPS);
        if (!steps.isEmpty()) {
            lines.add("");
            lines.addAll(first(steps));
        }
        lines.addAll(unknowns(findings));
        for (FindingGroup group : FindingGroup.of(findings)) {
            if (needsPerson(group.worst())) {
                lines.add("");
                lines.addAll(rule(group));
            }
        }
        if (findings.stream().noneMatch(finding -> needsPerson(finding.outcome()))) {
            lines.add("");
            lines.add("  " + (findings.isEmpty() ? "Nothing was judged." : "Nothing failed and nothing is unknown."));
        }
        return lines;
    }

    private String counts(Collection<Finding> findings) {
        List<String> parts = new ArrayList<>();
        for (Outcome outcome : List.of(
                Outcome.FAIL,
                Outcome.UNKNOWN,
                Outcome.PASS,
                Outcome.MANUAL,
                Outcome.MITIGATED,
                Outcome.MUTED,
                Outcome.NOT_APPLICABLE)) {
            long count = findings.stream()
                    .filter(finding -> finding.outcome() == outcome)
                    .count();
            if (count > 0 || outcome == Outcome.FAIL || outcome == Outcome.UNKNOWN || outcome == Outcome.PASS) {
                parts.add(style.outcome(
                        outcome,
                        style.outcomeShape(outcome) + " " + Phrases.number(count) + " " + Phrases.outcome(outcome)));
            }
        }
        return String.join("   ", parts);
    }

    private List<String> first(List<NextStep> steps) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("What to do first"));
        TextTable table = new TextTable(
                style,
                List.of(
                        new Column("", Fit.RIGHT),
                        new Column("", Fit.WHOLE),
                        new Column("", Fit.CUT_END),
                        new Column("", Fit.WHOLE)));
        int number = 0;
        for (NextStep step : steps) {
            number++;
            FindingGroup group = step.group();
            table.row(List.of(
                    Cell.of(Integer.toString(number)),
                    new Cell(
                            style.severityShape(group.severity()) + " "
                                    + group.severity().word(),
                            text -> style.severity(group.severity(), text)),
                    Cell.of(group.title()),
                    new Cell(reach(step), style::dim)));
        }
        List<String> rows = table.lines(2);
        for (int index = 0; index < rows.size(); index++) {
            lines.add(rows.get(index));
            lines.add("     " + style.accent(style.safe(steps.get(index).command())));
        }
        return lines;
    }

    /** What was not known, by cause, and how the next run can know it. */
    private List<String> unknowns(Collection<Finding> findings) {
        List<UnknownCause> causes = UnknownCause.of(findings);
        List<String> lines = new ArrayList<>();
        if (causes.isEmpty()) {
            return lines;
        }
        lines.add("");
        lines.add(style.bold("What could not be judged"));
        TextTable table = new TextTable(style, List.of(new Column("", Fit.RIGHT), new Column("", Fit.WRAP)));
        for (UnknownCause cause : causes.subList(0, Math.min(CAUSES, causes.size()))) {
            table.row(List.of(
                    new Cell(Phrases.number(cause.verdicts()), text -> style.outcome(Outcome.UNKNOWN, text)),
                    Cell.of(cause.what() + (cause.accounts() > 1 ? ", in " + cause.accounts() + " accounts" : ""))));
            if (!cause.mend().isEmpty()) {
                table.row(List.of(Cell.of(""), new Cell(cause.mend(), style::dim)));
            }
        }
        lines.addAll(table.lines(2));
        if (causes.size() > CAUSES) {
            lines.add(style.dim("  and " + Phrases.number(causes.size() - CAUSES) + " more causes"));
        }
        lines.add("  " + style.arrow() + " " + style.accent("holdfast snapshots show")
                + " lists every gap; "
                + style.accent("holdfast permissions") + " prints the policy for the reading role");
        return lines;
    }

    private String reach(NextStep step) {
        String failures = Phrases.number(step.failures()) + " failed";
        return step.accounts() > 1 ? failures + " in " + step.accounts() + " accounts" : failures;
    }

    private List<String> rule(FindingGroup group) {
        List<String> lines = new ArrayList<>();
        lines.add(style.severity(group.severity()) + "  " + style.bold(style.safe(group.title())) + "  "
                + style.dim(style.safe(group.rule())));
        List<Finding> pressing = group.findings().stream()
                .filter(finding -> needsPerson(finding.outcome()))
                .toList();
        TextTable table = new TextTable(
                style,
                List.of(
                        new Column("", Fit.WHOLE),
                        new Column("", Fit.CUT_MIDDLE),
                        new Column("", Fit.CUT_MIDDLE),
                        new Column("", Fit.WHOLE),
                        new Column("", Fit.WRAP)));
        pressing.stream().limit(ROWS_PER_RULE).forEach(finding -> table.row(cells(finding)));
        lines.addAll(table.lines(2));
        if (pressing.size() > ROWS_PER_RULE) {
            lines.add(style.dim("  and " + Phrases.number(pressing.size() - ROWS_PER_RULE)
                    + " more: holdfast protect check --check " + style.safe(group.rule()) + " --json"));
        }
        if (!group.remediation().isEmpty()) {
            for (String line :
                    DisplayText.wrap(style.safe(style.arrow() + " " + group.remediation()), style.width() - 4)) {
                lines.add("  " + line);
            }
        }
        return lines;
    }

    private List<Cell> cells(Finding finding) {
        return List.of(
                new Cell(style.outcomeShape(finding.outcome()), text -> style.outcome(finding.outcome(), text)),
                Cell.of(Phrases.resource(finding.resource())),
                Cell.of(names.label(finding.account())),
                new Cell(finding.region(), style::dim),
                Cell.of(finding.reason()));
    }

    private static boolean needsPerson(Outcome outcome) {
        return outcome == Outcome.FAIL || outcome == Outcome.UNKNOWN;
    }
}

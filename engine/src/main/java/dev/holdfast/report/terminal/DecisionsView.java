package dev.holdfast.report.terminal;

import dev.holdfast.model.Decision;
import dev.holdfast.model.Finding;
import dev.holdfast.report.DecisionGroup;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.terminal.TextTable.Cell;
import dev.holdfast.report.terminal.TextTable.Column;
import dev.holdfast.report.terminal.TextTable.Fit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which exceptions, attestations and guardrails shaped verdicts: who, why, and until when. */
public final class DecisionsView {
    private static final int MOST = 10;

    private final Style style;

    /** @param style how lines look */
    public DecisionsView(Style style) {
        this.style = style;
    }

    /** A heading for each kind of decision and its decisions; nothing when there are none. */
    public List<String> lines(Collection<Finding> findings) {
        List<DecisionGroup> all = DecisionGroup.of(findings);
        List<String> lines = new ArrayList<>();
        for (Decision.Kind kind : Decision.Kind.values()) {
            List<DecisionGroup> groups =
                    all.stream().filter(g -> g.decision().kind() == kind).toList();
            if (!groups.isEmpty()) {
                lines.add("");
                lines.add(style.bold(DecisionGroup.heading(kind)));
                lines.addAll(table(groups));
            }
        }
        return lines;
    }

    private List<String> table(List<DecisionGroup> groups) {
        TextTable table = new TextTable(style, List.of(new Column("", Fit.RIGHT), new Column("", Fit.WRAP)));
        groups.stream().limit(MOST).forEach(group -> {
            Decision decision = group.decision();
            table.row(
                    List.of(Cell.of(Phrases.number(group.verdicts())), Cell.of(decision.id() + ": " + decision.why())));
            table.row(List.of(Cell.of(""), new Cell(group.who(), style::dim)));
        });
        List<String> lines = new ArrayList<>(table.lines(2));
        if (groups.size() > MOST) {
            lines.add(style.dim("  and " + Phrases.number(groups.size() - MOST) + " more"));
        }
        return lines;
    }
}

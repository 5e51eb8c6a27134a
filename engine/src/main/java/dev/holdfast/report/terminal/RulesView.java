package dev.holdfast.report.terminal;

import dev.holdfast.model.Severity;
import dev.holdfast.report.terminal.TextTable.Cell;
import dev.holdfast.report.terminal.TextTable.Column;
import dev.holdfast.report.terminal.TextTable.Fit;
import java.util.ArrayList;
import java.util.List;

/** How each rule does. */
public final class RulesView {
    private final Style style;

    /** @param style how lines look */
    public RulesView(Style style) {
        this.style = style;
    }

    /**
     * A rule.
     *
     * @param rule its id
     * @param week findings of the last seven days
     * @param suppressed of the last seven days, findings that were kept out
     * @param loud whether it is over its budget
     * @param cases cases it was in
     * @param closed of these, closed ones that say what they were
     * @param truePositives closed as harm
     * @param benign closed as allowed
     * @param falsePositives closed as wrong
     */
    public record Row(
            String rule,
            long week,
            long suppressed,
            boolean loud,
            long cases,
            long closed,
            long truePositives,
            long benign,
            long falsePositives) {}

    /** The table. */
    public List<String> lines(List<Row> rows) {
        List<String> out = new ArrayList<>();
        out.add(style.bold("Rules"));
        if (rows.isEmpty()) {
            out.add("  No rule has found anything yet.");
            return out;
        }
        TextTable table = new TextTable(
                style,
                List.of(
                        new Column("rule", Fit.CUT_MIDDLE),
                        new Column("week", Fit.RIGHT),
                        new Column("kept out", Fit.RIGHT),
                        new Column("cases", Fit.RIGHT),
                        new Column("harm", Fit.RIGHT),
                        new Column("benign", Fit.RIGHT),
                        new Column("wrong", Fit.RIGHT),
                        new Column("wrong of closed", Fit.RIGHT)));
        rows.forEach(r -> table.row(List.of(
                Cell.of(r.rule()),
                new Cell(
                        r.week() + (r.loud() ? " loud" : ""),
                        text -> r.loud() ? style.severity(Severity.MEDIUM, text) : text),
                Cell.of(Long.toString(r.suppressed())),
                Cell.of(Long.toString(r.cases())),
                Cell.of(Long.toString(r.truePositives())),
                Cell.of(Long.toString(r.benign())),
                Cell.of(Long.toString(r.falsePositives())),
                Cell.of(r.closed() == 0 ? "" : Math.round(100.0 * r.falsePositives() / r.closed()) + " %"))));
        out.addAll(table.lines(2));
        return out;
    }
}

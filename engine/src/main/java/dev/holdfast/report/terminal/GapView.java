package dev.holdfast.report.terminal;

import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Gap;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.GapAdvice;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.terminal.TextTable.Cell;
import dev.holdfast.report.terminal.TextTable.Column;
import dev.holdfast.report.terminal.TextTable.Fit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What could not be read, by cause, each cause with what mends it. */
public final class GapView {
    private static final int ROWS_PER_CAUSE = 12;

    private final Style style;
    private final AccountNames names;

    /**
     * @param style how lines look
     * @param names what people call the accounts
     */
    public GapView(Style style, AccountNames names) {
        this.style = style;
        this.names = names;
    }

    /** All gaps; one line says so when there are none. */
    public List<String> lines(List<Gap> gaps) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold("What could not be read"));
        if (gaps.isEmpty()) {
            lines.add("  Everything asked for was read.");
            return lines;
        }
        Map<AwsFailure.Kind, List<Gap>> byKind =
                gaps.stream().collect(Collectors.groupingBy(Gap::kind, TreeMap::new, Collectors.toList()));
        byKind.values().forEach(same -> lines.addAll(cause(same)));
        return lines;
    }

    private List<String> cause(List<Gap> gaps) {
        List<String> lines = new ArrayList<>();
        lines.add("  " + GapAdvice.cause(gaps.getFirst().kind())
                + style.dim("  " + Phrases.count(gaps.size(), "gap", "gaps")));
        TextTable table = new TextTable(
                style,
                List.of(
                        new Column("", Fit.CUT_MIDDLE),
                        new Column("", Fit.WHOLE),
                        new Column("", Fit.WHOLE),
                        new Column("", Fit.CUT_MIDDLE),
                        new Column("", Fit.WRAP)));
        gaps.stream()
                .sorted(Comparator.comparing(Gap::account)
                        .thenComparing(Gap::region)
                        .thenComparing(Gap::operation)
                        .thenComparing(Gap::resource)
                        .thenComparing(Gap::error))
                .limit(ROWS_PER_CAUSE)
                .forEach(gap -> table.row(List.of(
                        Cell.of(names.label(gap.account())),
                        new Cell(gap.region(), style::dim),
                        Cell.of(gap.operation()),
                        Cell.of(Phrases.resource(gap.resource())),
                        new Cell(gap.error(), style::dim))));
        lines.addAll(table.lines(4));
        if (gaps.size() > ROWS_PER_CAUSE) {
            lines.add(style.dim("    and " + Phrases.number(gaps.size() - ROWS_PER_CAUSE) + " more: --json lists all"));
        }
        DisplayText.wrap(style.arrow() + " " + GapAdvice.mend(gaps.getFirst().kind()), style.width() - 4)
                .forEach(line -> lines.add("    " + line));
        return lines;
    }
}

package dev.holdfast.report.terminal;

import dev.holdfast.report.Phrases;
import dev.holdfast.report.terminal.TextTable.Cell;
import dev.holdfast.report.terminal.TextTable.Column;
import dev.holdfast.report.terminal.TextTable.Fit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a query as a table. */
public final class QueryView {
    private final Style style;

    /** @param style how lines look */
    public QueryView(Style style) {
        this.style = style;
    }

    /**
     * @param columns the names in order
     * @param rows each with a value, or null, for each name; numbers lie to the right
     */
    public List<String> lines(List<String> columns, List<? extends Map<String, ? extends @Nullable Object>> rows) {
        List<String> lines = new ArrayList<>();
        if (!columns.isEmpty()) {
            TextTable table = new TextTable(
                    style,
                    columns.stream()
                            .map(name -> new Column(style.safe(name), numeric(name, rows) ? Fit.RIGHT : Fit.CUT_END))
                            .toList());
            rows.forEach(row ->
                    table.row(columns.stream().map(name -> cell(row.get(name))).toList()));
            lines.addAll(table.lines(0));
        }
        lines.add(style.dim(Phrases.count(rows.size(), "row", "rows")));
        return lines;
    }

    private Cell cell(@Nullable Object value) {
        return value == null ? new Cell("null", style::dim) : Cell.of(value.toString());
    }

    private static boolean numeric(String name, List<? extends Map<String, ? extends @Nullable Object>> rows) {
        boolean any = false;
        for (Map<String, ? extends @Nullable Object> row : rows) {
            Object value = row.get(name);
            if (value != null && !(value instanceof Number)) {
                return false;
            }
            any |= value != null;
        }
        return any;
    }
}

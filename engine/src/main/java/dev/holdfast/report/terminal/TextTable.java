package dev.holdfast.report.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Rows in aligned columns that fit the width: the widest columns that may shrink do so first. */
final class TextTable {
    private static final int GAP = 2;
    private static final int NARROWEST = 6;
    private static final int NARROWEST_WRAPPED = 20;

    /** How a column lies and what happens when it is too wide. */
    enum Fit {
        /** Numbers; never cut. */
        RIGHT,
        /** Short words; never cut. */
        WHOLE,
        /** Sentences; the end is cut. */
        CUT_END,
        /** Names and ARNs; the middle is cut. */
        CUT_MIDDLE,
        /** Sentences that matter whole; they go on in the next line. Only for the last column. */
        WRAP
    }

    /**
     * @param title the heading, may be empty
     * @param fit how it lies
     */
    record Column(String title, Fit fit) {}

    /**
     * @param text plain text, measured and cut before it is painted
     * @param paint adds colour
     */
    record Cell(String text, UnaryOperator<String> paint) {
        static Cell of(String text) {
            return new Cell(text, UnaryOperator.identity());
        }
    }

    private final Style style;
    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    TextTable(Style style, List<Column> columns) {
        this.style = style;
        this.columns = List.copyOf(columns);
    }

    /** Adds a row; texts are made harmless here, so that no caller can forget to. */
    void row(List<Cell> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells in a table of " + columns.size() + " columns");
        }
        rows.add(cells.stream()
                .map(cell -> new Cell(style.safe(cell.text()), cell.paint()))
                .toList());
    }

    /** The table's lines, each after {@code indent} blanks; the heading only when some column has a title. */
    List<String> lines(int indent) {
        List<Integer> widths = widths(style.width() - indent);
        List<String> lines = new ArrayList<>();
        if (columns.stream().anyMatch(column -> !column.title().isEmpty())) {
            List<Cell> heading = columns.stream()
                    .map(column -> new Cell(column.title(), style::dim))
                    .toList();
            lines.add(line(heading, widths, indent));
        }
        rows.forEach(row -> lines.addAll(row(row, widths, indent)));
        return lines;
    }

    private List<String> row(List<Cell> cells, List<Integer> widths, int indent) {
        int last = cells.size() - 1;
        if (columns.get(last).fit() != Fit.WRAP) {
            return List.of(line(cells, widths, indent));
        }
        int before =
                widths.subList(0, last).stream().mapToInt(Integer::intValue).sum();
        List<String> lines = new ArrayList<>();
        for (String part : DisplayText.wrap(cells.get(last).text(), widths.get(last))) {
            Cell cell = new Cell(part, cells.get(last).paint());
            if (lines.isEmpty()) {
                List<Cell> first = new ArrayList<>(cells);
                first.set(last, cell);
                lines.add(line(first, widths, indent));
            } else {
                lines.add(
                        " ".repeat(indent + before + GAP * last) + cell.paint().apply(part));
            }
        }
        return lines.isEmpty() ? List.of(line(cells, widths, indent)) : lines;
    }

    private String line(List<Cell> cells, List<Integer> widths, int indent) {
        StringBuilder line = new StringBuilder(" ".repeat(indent));
        int owed = 0;
        for (int index = 0; index < cells.size(); index++) {
            String text = cut(cells.get(index).text(), columns.get(index).fit(), widths.get(index));
            int blanks = widths.get(index) - DisplayText.width(text);
            boolean right = columns.get(index).fit() == Fit.RIGHT;
            if (!text.isEmpty()) {
                line.append(" ".repeat(owed + (right ? blanks : 0)))
                        .append(cells.get(index).paint().apply(text));
                owed = 0;
            }
            owed += GAP + (right && !text.isEmpty() ? 0 : blanks);
        }
        return line.toString();
    }

    private String cut(String text, Fit fit, int width) {
        return switch (fit) {
            case RIGHT, WHOLE, WRAP -> text;
            case CUT_END -> DisplayText.cutEnd(text, width, style.ellipsis());
            case CUT_MIDDLE -> DisplayText.cutMiddle(text, width, style.ellipsis());
        };
    }

    private List<Integer> widths(int room) {
        List<Integer> widths = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            int widest = DisplayText.width(columns.get(index).title());
            for (List<Cell> row : rows) {
                widest = Math.max(widest, DisplayText.width(row.get(index).text()));
            }
            widths.add(widest);
        }
        int over = widths.stream().mapToInt(Integer::intValue).sum() + GAP * (columns.size() - 1) - room;
        while (over > 0) {
            int widest = widestThatShrinks(widths);
            if (widest < 0) {
                break;
            }
            widths.set(widest, widths.get(widest) - 1);
            over--;
        }
        return widths;
    }

    private int widestThatShrinks(List<Integer> widths) {
        int found = -1;
        for (int index = 0; index < widths.size(); index++) {
            Fit fit = columns.get(index).fit();
            boolean fixed = fit == Fit.RIGHT || fit == Fit.WHOLE;
            boolean shrinks = !fixed && widths.get(index) > (fit == Fit.WRAP ? NARROWEST_WRAPPED : NARROWEST);
            if (shrinks && (found < 0 || widths.get(index) > widths.get(found))) {
                found = index;
            }
        }
        return found;
    }
}

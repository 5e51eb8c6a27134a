package dev.holdfast.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A document for people, apart from how it is written down: Markdown here, HTML by its page.
 *
 * @param title its name
 * @param subtitle one line below it
 * @param blocks what it says, in order
 */
public record Paper(String title, String subtitle, List<Block> blocks) {
    /** A part of a document. */
    public sealed interface Block {}

    /** @param level 2 for a chapter, 3 for a section of it */
    public record Heading(int level, String text) implements Block {}

    /** A paragraph. */
    public record Text(String text) implements Block {}

    /** A list without order. */
    public record Points(List<String> points) implements Block {}

    /** Rows under heads; each row has a cell for each head. */
    public record Rows(List<String> heads, List<List<String>> rows) implements Block {}

    public Paper {
        blocks = List.copyOf(blocks);
    }

    /** Collects the blocks of a paper. */
    public static final class Draft {
        private final List<Block> blocks = new ArrayList<>();

        public Draft chapter(String text) {
            blocks.add(new Heading(2, text));
            return this;
        }

        public Draft section(String text) {
            blocks.add(new Heading(3, text));
            return this;
        }

        /** A paragraph; an empty one is left out. */
        public Draft text(String text) {
            if (!text.isBlank()) {
                blocks.add(new Text(text));
            }
            return this;
        }

        /** A list; an empty one is left out. */
        public Draft points(List<String> points) {
            if (!points.isEmpty()) {
                blocks.add(new Points(List.copyOf(points)));
            }
            return this;
        }

        /** A table; without rows {@code otherwise} stands in its place. */
        public Draft rows(List<String> heads, List<List<String>> rows, String otherwise) {
            if (rows.isEmpty()) {
                return text(otherwise);
            }
            blocks.add(new Rows(List.copyOf(heads), List.copyOf(rows)));
            return this;
        }

        public Paper paper(String title, String subtitle) {
            return new Paper(title, subtitle, blocks);
        }
    }

    /** As Markdown; text from outside cannot become markup. */
    public String markdown() {
        StringBuilder out = new StringBuilder("# " + plain(title) + "\n\n" + plain(subtitle) + "\n");
        for (Block block : blocks) {
            out.append('\n');
            switch (block) {
                case Heading heading ->
                    out.append("#".repeat(heading.level()))
                            .append(' ')
                            .append(plain(heading.text()))
                            .append('\n');
                case Text text -> out.append(plain(text.text())).append('\n');
                case Points points ->
                    points.points()
                            .forEach(p -> out.append("- ").append(plain(p)).append('\n'));
                case Rows rows -> {
                    row(rows.heads(), out);
                    row(rows.heads().stream().map(h -> "---").toList(), out);
                    rows.rows().forEach(r -> row(r.stream().map(Paper::plain).toList(), out));
                }
            }
        }
        return out.toString();
    }

    private static void row(List<String> cells, StringBuilder out) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String plain(String text) {
        StringBuilder out = new StringBuilder();
        text.replace('\n', ' ').strip().chars().forEach(c -> {
            if ("\\`*_[]<>|#".indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c < ' ' ? ' ' : (char) c);
        });
        return out.toString();
    }
}

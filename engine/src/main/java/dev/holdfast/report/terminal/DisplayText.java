package dev.holdfast.report.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Text as a terminal shows it: how many columns it takes, cut and wrapped by columns, and made harmless. Widths follow
 * Unicode Standard Annex 11 closely enough for tables: wide and full-width letters and pictographs take two columns,
 * marks that combine take none.
 */
final class DisplayText {
    private DisplayText() {}

    /**
     * Replaces what would steer the terminal or reorder the line: control characters (escape sequences start with one),
     * and the marks that switch writing direction.
     */
    static String harmless(String text) {
        if (text.codePoints().noneMatch(DisplayText::steers)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> clean.appendCodePoint(steers(point) ? replacement(point) : point));
        return clean.toString();
    }

    private static int replacement(int point) {
        return point == '\n' || point == '\t' || point == '\r' ? ' ' : 0xFFFD;
    }

    private static boolean steers(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT -> point != 0x200D && point != 0x200C && point != 0x00AD;
            default -> false;
        };
    }

    /** Columns the text takes. */
    static int width(String text) {
        return text.codePoints().map(DisplayText::width).sum();
    }

    private static int width(int point) {
        int type = Character.getType(point);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return wide(point) ? 2 : 1;
    }

    private static boolean wide(int point) {
        return (point >= 0x1100 && point <= 0x115F)
                || (point >= 0x2E80 && point <= 0xA4CF && point != 0x303F)
                || (point >= 0xAC00 && point <= 0xD7A3)
                || (point >= 0xF900 && point <= 0xFAFF)
                || (point >= 0xFE30 && point <= 0xFE6F)
                || (point >= 0xFF00 && point <= 0xFF60)
                || (point >= 0xFFE0 && point <= 0xFFE6)
                || (point >= 0x1F300 && point <= 0x1F64F)
                || (point >= 0x1F680 && point <= 0x1F6FF)
                || (point >= 0x1F900 && point <= 0x1FAFF)
                || (point >= 0x20000 && point <= 0x3FFFD);
    }

    /** The text, cut at its end to at most {@code columns}, with {@code mark} where something is missing. */
    static String cutEnd(String text, int columns, String mark) {
        return width(text) <= columns ? text : head(text, Math.max(0, columns - width(mark))) + mark;
    }

    /** The text, cut in its middle, so that both the kind and the name of an ARN stay readable. */
    static String cutMiddle(String text, int columns, String mark) {
        if (width(text) <= columns) {
            return text;
        }
        int room = Math.max(0, columns - width(mark));
        return head(text, room / 2) + mark + tail(text, room - room / 2);
    }

    private static String head(String text, int columns) {
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            if (used + width(point) > columns) {
                break;
            }
            used += width(point);
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }

    private static String tail(String text, int columns) {
        int start = text.length();
        int used = 0;
        while (start > 0) {
            int point = text.codePointBefore(start);
            if (used + width(point) > columns) {
                break;
            }
            used += width(point);
            start -= Character.charCount(point);
        }
        return text.substring(start);
    }

    /** The text followed by blanks up to {@code columns}. */
    static String padRight(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    /** The text after blanks up to {@code columns}. */
    static String padLeft(String text, int columns) {
        return " ".repeat(Math.max(0, columns - width(text))) + text;
    }

    /** The text in lines of at most {@code columns}, broken at blanks; a longer word is broken where it must be. */
    static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            String rest = word;
            if (!line.isEmpty() && width(line.toString()) + 1 + width(rest) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (width(rest) > columns) {
                String part = head(rest, Math.max(2, columns));
                lines.add(part);
                rest = rest.substring(part.length());
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        return lines;
    }
}

package dev.holdfast.report.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes HTML. Whatever text or attribute value comes in is escaped; tag and attribute names come from the code and are
 * checked; what was opened must be closed. Style and script are the only raw parts and are told apart by their own
 * methods.
 */
final class Markup {
    private static final Set<String> EMPTY = Set.of("meta", "input", "br", "link");

    private final StringBuilder out = new StringBuilder(1 << 16);
    private final Deque<String> open = new ArrayDeque<>();

    /** The first line of a document. */
    Markup doctype() {
        out.append("<!doctype html>\n");
        return this;
    }

    /** Opens an element; {@code attributes} are names and values in turn. An empty name leaves the pair out. */
    Markup open(String tag, String... attributes) {
        out.append('<').append(name(tag));
        for (int index = 0; index < attributes.length; index += 2) {
            if (!attributes[index].isEmpty()) {
                out.append(' ').append(name(attributes[index])).append("=\"");
                escape(attributes[index + 1]);
                out.append('"');
            }
        }
        out.append('>');
        if (!EMPTY.contains(tag)) {
            open.push(tag);
        }
        return this;
    }

    /** Closes what was opened last; the name is given so that the code reads and mistakes show. */
    Markup close(String tag) {
        String last = open.pop();
        if (!last.equals(tag)) {
            throw new IllegalStateException("closing " + tag + " while " + last + " is open");
        }
        out.append("</").append(tag).append('>');
        if (tag.equals("tr") || tag.equals("details") || tag.equals("section")) {
            out.append('\n');
        }
        return this;
    }

    /** Text. */
    Markup text(String text) {
        escape(text);
        return this;
    }

    /** An element with only text in it. */
    Markup leaf(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** Text from outside in an element that keeps its writing direction from reaching its neighbours. */
    Markup foreign(String text) {
        return leaf("bdi", text);
    }

    /** The page's style sheet, raw. */
    Markup style(String css) {
        return raw("style", css);
    }

    /** The page's script, raw. */
    Markup script(String javascript) {
        return raw("script", javascript);
    }

    /** Data for the page's script: JSON, which no browser runs. */
    Markup data(String id, String json) {
        out.append("<script type=\"application/json\" id=\"").append(name(id)).append("\">");
        // Within JSON this sign stands only in strings, where it can be spelled otherwise; so nothing ends the element.
        out.append(json.replace("<", "\\u003c")).append("</script>\n");
        return this;
    }

    /** The text as it may be shown where the page's script puts it: without what would deceive a reader. */
    static String honest(String text) {
        if (text.codePoints().noneMatch(point -> point == '\n' || point == '\t' || deceives(point))) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            boolean blank = point == '\n' || point == '\t';
            clean.appendCodePoint(blank ? ' ' : deceives(point) ? 0xFFFD : point);
        });
        return clean.toString();
    }

    private Markup raw(String tag, String content) {
        if (content.contains("</") || content.contains("<!--")) {
            throw new IllegalArgumentException("the page's " + tag + " would end early");
        }
        out.append('<')
                .append(tag)
                .append('>')
                .append(content)
                .append("</")
                .append(tag)
                .append(">\n");
        return this;
    }

    /** The whole document. */
    String finish() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.append('\n').toString();
    }

    private static String name(String name) {
        if (name.isEmpty() || !name.chars().allMatch(Markup::inName)) {
            throw new IllegalArgumentException("`" + name + "` is no name of an element or attribute");
        }
        return name;
    }

    private static boolean inName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    }

    private void escape(String text) {
        text.codePoints().forEach(this::escape);
    }

    private void escape(int point) {
        switch (point) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            case '\n', '\t' -> out.append(' ');
            default -> out.appendCodePoint(deceives(point) ? 0xFFFD : point);
        }
    }

    /** Control characters are not allowed in HTML; direction overrides make a name look like another one. */
    private static boolean deceives(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE -> true;
            case Character.FORMAT -> (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
            default -> false;
        };
    }
}

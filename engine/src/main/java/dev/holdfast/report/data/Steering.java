package dev.holdfast.report.data;

/**
 * Characters that steer a terminal or turn the direction of a line instead of being read: controls (an escape sequence
 * begins with one), halves of a pair, and the marks that override writing direction. Names in AWS are chosen by whoever
 * can create a resource, and these formats end up in terminals and pages.
 */
final class Steering {
    private Steering() {}

    /** Whether a reader must never meet this character raw. */
    static boolean is(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT ->
                point == 0x061C
                        || point == 0x200E
                        || point == 0x200F
                        || (point >= 0x202A && point <= 0x202E)
                        || (point >= 0x2066 && point <= 0x2069);
            default -> false;
        };
    }

    /** The text with a blank for each line break and tab, and the replacement character for the rest. */
    static String removed(String text) {
        if (text.codePoints().noneMatch(Steering::is)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            boolean blank = point == '\n' || point == '\r' || point == '\t';
            out.appendCodePoint(Steering.is(point) ? (blank ? ' ' : 0xFFFD) : point);
        });
        return out.toString();
    }

    /** Finished JSON with each of them spelled {@code \}{@code uXXXX}; only strings can hold any but line breaks. */
    static String spelled(String json) {
        if (plain(json)) {
            return json;
        }
        StringBuilder out = new StringBuilder(json.length() + 64);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c != '\n' && is(c) && !Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    /** True when nothing has to be spelled; most text is ASCII and settled at a glance. */
    private static boolean plain(String json) {
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean ascii = c >= ' ' && c < 0x7f;
            if (!ascii && c != '\n' && is(c) && !Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}

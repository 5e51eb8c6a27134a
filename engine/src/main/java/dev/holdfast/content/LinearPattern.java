package dev.holdfast.content;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Makes regular expressions that somebody else wrote: they run in time linear in the text, and are made in time that does not
 * depend on what they ask for.
 */
public final class LinearPattern {
    /**
     * Nine letters lead by their upper case to other ones, so that RE2/J 1.8 never comes to an end of their cases
     * (Unicode.simpleFold): Cyrillic Extended-C, new in Unicode 9.
     */
    private static final int FIRST = 0x1c80;

    private static final int LAST = 0x1c88;

    private static final java.util.regex.Pattern CODE_POINT =
            java.util.regex.Pattern.compile("\\\\x\\{0*([0-9a-fA-F]{1,6})}");

    private LinearPattern() {}

    /**
     * Compiles.
     *
     * @param flags RE2/J's
     * @throws PatternSyntaxException when it is none, or could not be made in any time
     */
    public static Pattern of(String text, int flags) {
        if (((flags & Pattern.CASE_INSENSITIVE) != 0 || text.contains("(?")) && isEndless(text)) {
            throw new PatternSyntaxException(
                    "without case, letters U+1C80 to U+1C88 and ranges that hold them cannot be asked for", text);
        }
        return Pattern.compile(text, flags);
    }

    /** True when one of the letters is named, or a range may reach them: that it ends beyond is enough. */
    private static boolean isEndless(String text) {
        String plain = CODE_POINT.matcher(text).replaceAll(m -> {
            int point = Integer.parseInt(m.group(1), 16);
            return Character.isValidCodePoint(point) && point >= FIRST
                    ? java.util.regex.Matcher.quoteReplacement(Character.toString(point))
                    : "x";
        });
        for (int i = 0; i < plain.length(); ) {
            int point = plain.codePointAt(i);
            boolean ends = i > 0 && plain.charAt(i - 1) == '-';
            if ((point >= FIRST && point <= LAST) || (ends && point > LAST)) {
                return true;
            }
            i += Character.charCount(point);
        }
        return false;
    }
}

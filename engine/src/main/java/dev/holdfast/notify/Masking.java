package dev.holdfast.notify;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes what looks like a secret out of a text before it leaves the house. Ids of access keys stay: they are needed. */
public final class Masking {
    private static final String HIDDEN = "[hidden]";

    /** Each with the group that is hidden. Texts are short, and none of these backtracks over more than a word. */
    private static final List<Pattern> SECRETS = List.of(
            Pattern.compile("-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\\s\\S]{0,8000}?(?:-----END [A-Z ]{0,40}-----|$)"),
            Pattern.compile(
                    "(?i)\\b(?:password|passwd|pwd|secret|token|apikey|api[_-]key|secretaccesskey|sessiontoken|authorization)"
                            + "\"?\\s{0,3}[=:]\\s{0,3}\"?(?:bearer |basic )?([^\\s\",;&]{4,2000})"),
            Pattern.compile("\\beyJ[A-Za-z0-9_-]{8,2000}\\.[A-Za-z0-9_-]{8,4000}(?:\\.[A-Za-z0-9_-]{0,2000})?"),
            Pattern.compile("\\bxox[abprs]-[A-Za-z0-9-]{8,200}"),
            Pattern.compile("\\bgh[pousr]_[A-Za-z0-9]{20,255}\\b"),
            Pattern.compile("(?<=://[^\\s/@:]{1,64}:)([^\\s/@]{1,200})(?=@)"));

    /** A secret access key is forty letters of base64, with both cases and a digit. */
    private static final Pattern FORTY = Pattern.compile("(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])");

    private Masking() {}

    /** The text without secrets. */
    public static String masked(String text) {
        String out = text;
        for (Pattern pattern : SECRETS) {
            Matcher matcher = pattern.matcher(out);
            StringBuilder next = new StringBuilder();
            while (matcher.find()) {
                String hit = matcher.group();
                String secret = matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : hit;
                matcher.appendReplacement(next, Matcher.quoteReplacement(hit.replace(secret, HIDDEN)));
            }
            matcher.appendTail(next);
            out = next.toString();
        }
        return FORTY.matcher(out).replaceAll(m -> mixed(m.group()) ? HIDDEN : Matcher.quoteReplacement(m.group()));
    }

    private static boolean mixed(String text) {
        return text.chars().anyMatch(Character::isUpperCase)
                && text.chars().anyMatch(Character::isLowerCase)
                && text.chars().anyMatch(Character::isDigit);
    }

    /** A text without certain values: those that a door itself holds. */
    static String without(String text, List<String> values) {
        String out = text;
        for (String value : values) {
            out = value.length() < 4 ? out : out.replace(value, HIDDEN);
        }
        return out;
    }
}

package dev.holdfast.detect;

/**
 * The longest text that must stand in every value in which a regular expression is found, so that the expression itself
 * is asked only where the text was seen. What is not understood gives no text, never a wrong one.
 */
final class RegexLiterals {
    private static final int SHORTEST = 3;

    private static final java.util.regex.Pattern COUNT = java.util.regex.Pattern.compile("\\{\\d+(,\\d*)?}");

    private final String regex;
    private boolean clear = true;
    private int at;
    private final StringBuilder run = new StringBuilder();
    private String best = "";

    private RegexLiterals(String regex) {
        this.regex = regex;
    }

    /** The text without case; empty when none can be told. */
    static String required(ValueTest.Regex regex) {
        String text = regex.text();
        if (text.startsWith("(?i)") || text.startsWith("(?s)") || text.startsWith("(?m)")) {
            text = text.substring(4);
        }
        RegexLiterals literals = new RegexLiterals(text);
        return literals.read() && literals.clear && literals.best.length() >= SHORTEST ? literals.best : "";
    }

    /** False when there is an alternative at the top, or something that is not understood. */
    private boolean read() {
        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '|' -> {
                    return false;
                }
                case '(' -> {
                    end();
                    if (!skipGroup()) {
                        return false;
                    }
                    skipQuantifier();
                }
                case '[' -> {
                    end();
                    if (!skipClass()) {
                        return false;
                    }
                    skipQuantifier();
                }
                case '^', '$', '.' -> {
                    end();
                    at++;
                    skipQuantifier();
                }
                case ')', ']', '*', '+', '?', '{' -> {
                    return false;
                }
                case '\\' -> {
                    if (at + 1 >= regex.length()) {
                        return false;
                    }
                    char escaped = regex.charAt(at + 1);
                    at += 2;
                    if (Character.isLetterOrDigit(escaped)) {
                        end();
                        if ("dDsSwWbB".indexOf(escaped) < 0) {
                            return false;
                        }
                        skipQuantifier();
                    } else {
                        literal(escaped);
                    }
                }
                default -> {
                    at++;
                    literal(c);
                }
            }
        }
        end();
        return true;
    }

    private void literal(char c) {
        if (at < regex.length() && "*?{".indexOf(regex.charAt(at)) >= 0) {
            // It may be missing, so what stands around it need not touch.
            end();
            skipQuantifier();
            return;
        }
        run.append(WildcardText.fold(c));
        if (at < regex.length() && regex.charAt(at) == '+') {
            end();
            skipQuantifier();
        }
    }

    private void end() {
        if (run.length() > best.length()) {
            best = run.toString();
        }
        run.setLength(0);
    }

    private void skipQuantifier() {
        if (at < regex.length() && regex.charAt(at) == '{') {
            int close = regex.indexOf('}', at);
            // A brace that counts nothing is a character of its own, and what follows may be an alternative.
            clear &= close > 0 && COUNT.matcher(regex.substring(at, close + 1)).matches();
            at = close < 0 ? regex.length() : close + 1;
        }
        while (at < regex.length() && "*+?".indexOf(regex.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean skipClass() {
        at++;
        if (at < regex.length() && regex.charAt(at) == '^') {
            at++;
        }
        if (at < regex.length() && regex.charAt(at) == ']') {
            at++;
        }
        while (at < regex.length() && regex.charAt(at) != ']') {
            if (regex.charAt(at) == '[') {
                return false;
            }
            at += regex.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
        return at <= regex.length();
    }

    private boolean skipGroup() {
        int depth = 0;
        while (at < regex.length()) {
            char c = regex.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (c == '[') {
                if (!skipClass()) {
                    return false;
                }
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                at++;
                if (depth == 0) {
                    return true;
                }
            }
        }
        return false;
    }
}

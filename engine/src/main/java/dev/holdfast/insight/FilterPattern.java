package dev.holdfast.insight;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.holdfast.insight.FilterExpression.All;
import dev.holdfast.insight.FilterExpression.Any;
import dev.holdfast.insight.FilterExpression.Condition;
import dev.holdfast.insight.FilterExpression.Test;
import dev.holdfast.insight.FilterExpression.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pattern of a metric filter for JSON events, such as
 * <code>{ ($.eventName = StopLogging) || ($.eventName = "Delete*") && $.errorCode NOT EXISTS }</code>. {@code &&} binds
 * before {@code ||}. Patterns for plain text are refused. Source: CloudWatch Logs User Guide, "Filter pattern syntax".
 */
final class FilterPattern {
    /** AWS takes no longer pattern. */
    private static final int MOST_CHARACTERS = 1024;

    private static final int MOST_DEPTH = 64;
    private static final Value NOTHING = new Value(null, Pattern.compile(""));
    private static final Map<String, Test> COMPARISONS = Map.of(
            "=", Test.EQUAL,
            "!=", Test.NOT_EQUAL,
            "<", Test.LESS,
            "<=", Test.LESS_OR_EQUAL,
            ">", Test.GREATER,
            ">=", Test.GREATER_OR_EQUAL);
    private static final Map<String, Test> WORDS = Map.of(
            "EXISTS", Test.EXISTS,
            "NOT EXISTS", Test.NOT_EXISTS,
            "IS NULL", Test.IS_NULL,
            "IS TRUE", Test.IS_TRUE,
            "IS FALSE", Test.IS_FALSE);

    private final String text;
    private int at;

    private FilterPattern(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when it is not a pattern for JSON events that AWS documents */
    static FilterExpression read(String pattern) {
        if (pattern.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("it is longer than " + MOST_CHARACTERS + " characters");
        }
        FilterPattern reader = new FilterPattern(pattern.strip());
        if (!reader.taken("{")) {
            throw new IllegalArgumentException("it is a pattern for plain text");
        }
        FilterExpression out = reader.any(0);
        reader.need("}");
        if (reader.at < reader.text.length()) {
            throw reader.unread("the end");
        }
        return out;
    }

    private FilterExpression any(int depth) {
        List<FilterExpression> parts = new ArrayList<>();
        do {
            parts.add(all(depth));
        } while (taken("||"));
        return parts.size() == 1 ? parts.get(0) : new Any(List.copyOf(parts));
    }

    private FilterExpression all(int depth) {
        List<FilterExpression> parts = new ArrayList<>();
        do {
            parts.add(one(depth));
        } while (taken("&&"));
        return parts.size() == 1 ? parts.get(0) : new All(List.copyOf(parts));
    }

    private FilterExpression one(int depth) {
        if (depth > MOST_DEPTH) {
            throw new IllegalArgumentException("its brackets are nested deeper than " + MOST_DEPTH);
        }
        if (taken("(")) {
            FilterExpression out = any(depth + 1);
            need(")");
            return out;
        }
        List<String> path = path();
        for (String sign : List.of("!=", "<=", ">=", "=", "<", ">")) {
            if (taken(sign)) {
                return new Condition(path, COMPARISONS.getOrDefault(sign, Test.EQUAL), value());
            }
        }
        String words = word();
        Test test = WORDS.get(words);
        if (test == null && !words.isEmpty()) {
            test = WORDS.get(words + " " + word());
        }
        if (test == null) {
            throw unread("a comparison");
        }
        return new Condition(path, test, NOTHING);
    }

    private List<String> path() {
        need("$");
        List<String> out = new ArrayList<>();
        while (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '[')) {
            boolean index = text.charAt(at++) == '[';
            int begin = at;
            while (at < text.length() && (index ? text.charAt(at) != ']' : inName(text.charAt(at)))) {
                at++;
            }
            String step = text.substring(begin, at);
            if (step.isEmpty() || (index && !(step.equals(Condition.EVERY) || step.matches("\\d{1,6}")))) {
                throw unread("the name of a field");
            }
            out.add(step);
            if (index) {
                need("]");
            }
        }
        if (out.isEmpty()) {
            throw unread("the name of a field");
        }
        return List.copyOf(out);
    }

    private static boolean inName(char c) {
        return Character.isLetterOrDigit(c) || "_-:@/*".indexOf(c) >= 0;
    }

    private String word() {
        blank();
        int begin = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at).toUpperCase(Locale.ROOT);
    }

    private Value value() {
        blank();
        if (at < text.length() && text.charAt(at) == '"') {
            return new Value(null, wildcards(quoted('"')));
        }
        if (at < text.length() && text.charAt(at) == '%') {
            try {
                // A regular expression of AWS may be found anywhere in the value.
                return new Value(null, Pattern.compile("(?s).*(?:" + quoted('%') + ").*"));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("it holds a regular expression that cannot be read", e);
            }
        }
        int begin = at;
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && "(){}&|\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String plain = text.substring(begin, at);
        if (plain.isEmpty()) {
            throw unread("a value");
        }
        return new Value(number(plain), wildcards(plain));
    }

    /** The text between two marks; a backslash takes the character after it as it is. */
    private String quoted(char mark) {
        StringBuilder out = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == mark) {
                at++;
                return out.toString();
            }
            if (c == '\\' && mark == '"' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            out.append(c);
        }
        throw unread("`" + mark + "`");
    }

    private static Pattern wildcards(String value) {
        return Pattern.compile(Arrays.stream(value.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*", "(?s)", "")));
    }

    private static @Nullable BigDecimal number(String value) {
        return value.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?") ? new BigDecimal(value) : null;
    }

    private void blank() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean taken(String sign) {
        blank();
        if (!text.startsWith(sign, at)) {
            return false;
        }
        at += sign.length();
        return true;
    }

    private void need(String sign) {
        if (!taken(sign)) {
            throw unread("`" + sign + "`");
        }
    }

    private IllegalArgumentException unread(String wanted) {
        String rest = text.substring(at, Math.min(text.length(), at + 20));
        return new IllegalArgumentException(
                rest.isEmpty() ? "it ends before " + wanted : "`" + rest + "` stands where " + wanted + " belongs");
    }
}

package dev.holdfast.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a condition. Precedence, least binding first: or, and, not, x of, parentheses (Sigma specification 2.1.0,
 * "Condition"). Words are case-insensitive, names are not.
 */
final class SigmaConditionParser {
    /** Why a condition cannot be read. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    private static final int MAX_LENGTH = 8192;
    private static final int MAX_DEPTH = 64;
    private static final Set<String> WORDS = Set.of("and", "or", "not", "of");

    private final List<String> tokens;
    private int next;
    private int depth;

    private SigmaConditionParser(List<String> tokens) {
        this.tokens = tokens;
    }

    /** @throws Unreadable with a message that names the word at fault */
    static SigmaCondition parse(String text) throws Unreadable {
        if (text.length() > MAX_LENGTH) {
            throw new Unreadable("the condition is longer than " + MAX_LENGTH + " characters");
        }
        if (text.contains("|")) {
            throw new Unreadable(
                    "aggregations after `|` were removed from Sigma; write a correlation document instead");
        }
        SigmaConditionParser parser = new SigmaConditionParser(tokens(text));
        SigmaCondition condition = parser.or();
        if (parser.next < parser.tokens.size()) {
            throw new Unreadable("`" + parser.tokens.get(parser.next) + "` is not expected here");
        }
        return condition;
    }

    private static List<String> tokens(String text) {
        List<String> out = new ArrayList<>();
        for (String token : text.replace("(", " ( ").replace(")", " ) ").strip().split("\\s+")) {
            if (!token.isEmpty()) {
                out.add(token);
            }
        }
        return out;
    }

    private SigmaCondition or() throws Unreadable {
        List<SigmaCondition> parts = new ArrayList<>(List.of(and()));
        while (take("or")) {
            parts.add(and());
        }
        return parts.size() == 1 ? parts.get(0) : new SigmaCondition.Or(List.copyOf(parts));
    }

    private SigmaCondition and() throws Unreadable {
        List<SigmaCondition> parts = new ArrayList<>(List.of(not()));
        while (take("and")) {
            parts.add(not());
        }
        return parts.size() == 1 ? parts.get(0) : new SigmaCondition.And(List.copyOf(parts));
    }

    private SigmaCondition not() throws Unreadable {
        if (++depth > MAX_DEPTH) {
            throw new Unreadable("the condition is nested deeper than " + MAX_DEPTH);
        }
        SigmaCondition out = take("not") ? new SigmaCondition.Not(not()) : operand();
        depth--;
        return out;
    }

    private SigmaCondition operand() throws Unreadable {
        if (take("(")) {
            SigmaCondition inner = or();
            if (!take(")")) {
                throw new Unreadable("a `)` is missing");
            }
            return inner;
        }
        String token = need("a search identifier");
        if (is("of")) {
            next++;
            String pattern = need("a search identifier, a pattern or `them`");
            return switch (token.toLowerCase(Locale.ROOT)) {
                case "1", "any" -> new SigmaCondition.Of(false, pattern);
                case "all" -> new SigmaCondition.Of(true, pattern);
                default -> throw new Unreadable("`" + token + " of`: only `1 of` and `all of` exist in Sigma 2.1");
            };
        }
        return new SigmaCondition.Name(token);
    }

    private String need(String what) throws Unreadable {
        if (next >= tokens.size()) {
            throw new Unreadable("the condition ends where " + what + " is expected");
        }
        String token = tokens.get(next);
        if (token.equals("(") || token.equals(")") || WORDS.contains(token.toLowerCase(Locale.ROOT))) {
            throw new Unreadable("`" + token + "` stands where " + what + " is expected");
        }
        next++;
        return token;
    }

    private boolean is(String word) {
        return next < tokens.size() && tokens.get(next).equalsIgnoreCase(word);
    }

    private boolean take(String word) {
        if (is(word)) {
            next++;
            return true;
        }
        return false;
    }
}

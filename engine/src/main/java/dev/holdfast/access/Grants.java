package dev.holdfast.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What identity policies allow, read without asking AWS. Follows the evaluation logic of the IAM User Guide for one
 * policy type: a Deny wins, then an Allow, else nothing is allowed. Service control policies, boundaries and session
 * policies are not seen here.
 */
public final class Grants {
    /** The sorts of ruling. */
    public enum Answer {
        ALLOWED,
        /** Only for some resources or under a condition: some reads will work and others will not. */
        LIMITED,
        REFUSED
    }

    /**
     * Whether an action may be used.
     *
     * @param answer the ruling
     * @param why the statement behind it, for people; empty when it is plainly allowed
     */
    public record Ruling(Answer answer, String why) {}

    private record Statement(String name, boolean deny, boolean not, List<Pattern> actions, boolean whole) {
        boolean covers(String action) {
            return not != actions.stream().anyMatch(p -> p.matcher(action).matches());
        }
    }

    private final List<Statement> statements = new ArrayList<>();

    /**
     * @param documents policy documents, also as they ship in the content, inside a file with name and version
     * @throws IllegalArgumentException when one is not a policy
     */
    public Grants(List<JsonNode> documents) {
        for (JsonNode wrapped : documents) {
            JsonNode document = wrapped.has("document") ? wrapped.get("document") : wrapped;
            JsonNode found = document.path("Statement");
            if (!found.isContainerNode()) {
                throw new IllegalArgumentException("it is not a policy: there is no `Statement`");
            }
            for (JsonNode statement : found.isArray() ? found : List.of(found)) {
                statements.add(read(statement, statements.size() + 1));
            }
        }
    }

    private static Statement read(JsonNode statement, int number) {
        String effect = statement.path("Effect").asText();
        boolean not = statement.has("NotAction");
        List<String> actions = texts(statement.path(not ? "NotAction" : "Action"));
        if (!(effect.equals("Allow") || effect.equals("Deny")) || actions.isEmpty()) {
            throw new IllegalArgumentException("statement " + number + " lacks an effect or actions");
        }
        boolean everywhere = texts(statement.path("Resource")).contains("*")
                && !statement.has("NotResource")
                && statement.path("Condition").isEmpty();
        String name = statement.path("Sid").asText("statement " + number);
        return new Statement(
                name,
                effect.equals("Deny"),
                not,
                actions.stream().map(Grants::pattern).toList(),
                everywhere);
    }

    private static List<String> texts(JsonNode value) {
        List<String> out = new ArrayList<>();
        if (value.isTextual()) {
            out.add(value.asText());
        } else {
            value.forEach(item -> out.add(item.asText()));
        }
        return out;
    }

    private static Pattern pattern(String action) {
        StringBuilder out = new StringBuilder();
        for (char c : action.toLowerCase(Locale.ROOT).toCharArray()) {
            out.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(out.toString());
    }

    /** Whether the action may be used. */
    public Ruling may(String action) {
        String low = action.toLowerCase(Locale.ROOT);
        String limit = "";
        boolean allowed = false;
        String partly = "";
        for (Statement statement : statements) {
            if (!statement.covers(low)) {
                continue;
            }
            if (statement.deny() && statement.whole()) {
                return new Ruling(Answer.REFUSED, "denied by " + statement.name());
            } else if (statement.deny()) {
                limit = "denied in part by " + statement.name();
            } else if (statement.whole()) {
                allowed = true;
            } else {
                partly = "allowed only in part by " + statement.name();
            }
        }
        if (allowed && limit.isEmpty()) {
            return new Ruling(Answer.ALLOWED, "");
        } else if (allowed || !partly.isEmpty()) {
            return new Ruling(Answer.LIMITED, limit.isEmpty() ? partly : limit);
        }
        return new Ruling(Answer.REFUSED, "not allowed");
    }
}

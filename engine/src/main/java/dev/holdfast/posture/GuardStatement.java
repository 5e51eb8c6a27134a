package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.Guard.Denial;
import dev.holdfast.content.Guard.Type;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether a statement of a control policy denies an action wholly. What is not understood denies nothing. */
final class GuardStatement {
    private static final Set<String> MEMBERS = Set.of("Sid", "Effect", "Action", "Resource", "Condition", "Principal");
    private static final Set<String> SPARES = Set.of(
            "arnnotlike",
            "arnnotlikeifexists",
            "arnnotequals",
            "arnnotequalsifexists",
            "stringnotlike",
            "stringnotlikeifexists",
            "stringnotequals",
            "stringnotequalsifexists");

    /** A named role or user; a name that is all wildcards would spare everybody. */
    private static final Pattern NAMED =
            Pattern.compile("arn:[a-z*-]+:(iam|sts)::[0-9*]*:(role|user|assumed-role)/[^$]*[A-Za-z0-9_-]{4,}[^$]*");

    /** From outside anybody can take any name, so there the account must be given. */
    private static final Pattern NAMED_ACCOUNT =
            Pattern.compile("arn:[a-z-]+:(iam|sts)::[0-9]{12}:(role|user|assumed-role)/[^$]*[A-Za-z0-9_-]{4,}[^$]*");

    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private GuardStatement() {}

    /**
     * True when nothing of the case gets past it.
     *
     * @param organization id that {@code {organization}} stands for
     * @param spared gets the principals that it exempts
     */
    static boolean denies(JsonNode statement, String action, Denial denial, String organization, Set<String> spared) {
        Set<String> members = new HashSet<>();
        statement.fieldNames().forEachRemaining(members::add);
        boolean everybody = denial.type() == Type.SERVICE_CONTROL_POLICY
                ? !members.contains("Principal")
                : statement.path("Principal").asText().equals("*");
        return MEMBERS.containsAll(members)
                && everybody
                && statement.path("Effect").asText().equals("Deny")
                && texts(statement.path("Resource")).contains("*")
                && texts(statement.path("Action")).stream().anyMatch(pattern -> covers(pattern, action))
                && conditions(statement.path("Condition"), denial, organization, spared);
    }

    private static boolean conditions(JsonNode condition, Denial denial, String organization, Set<String> spared) {
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                Set<String> values = texts(key.getValue());
                String op = operator.getKey().toLowerCase(Locale.ROOT);
                String name = key.getKey().toLowerCase(Locale.ROOT);
                if (spares(op, name, values, denial.type())) {
                    spared.addAll(values);
                } else if (!describes(op, name, values, denial, organization)) {
                    return false;
                }
            }
        }
        return condition.isMissingNode() || condition.isObject();
    }

    /** The condition holds in the very case that the check is about. */
    private static boolean describes(String op, String key, Set<String> values, Denial denial, String organization) {
        for (Map.Entry<String, Map<String, Set<String>>> operator :
                denial.when().entrySet()) {
            for (Map.Entry<String, Set<String>> wanted : operator.getValue().entrySet()) {
                Set<String> exact = new HashSet<>();
                wanted.getValue().forEach(v -> exact.add(v.replace("{organization}", organization)));
                // A further value makes a positive condition deny more, and a negative one less.
                boolean fits = op.contains("not") ? values.equals(exact) : values.containsAll(exact);
                if (operator.getKey().toLowerCase(Locale.ROOT).equals(op)
                        && wanted.getKey().toLowerCase(Locale.ROOT).equals(key)
                        && fits) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean spares(String op, String key, Set<String> values, Type type) {
        boolean outside = type == Type.RESOURCE_CONTROL_POLICY;
        if (!SPARES.contains(op) || values.isEmpty()) {
            return false;
        } else if (key.equals("aws:principalarn")) {
            Pattern named = outside ? NAMED_ACCOUNT : NAMED;
            return values.stream().allMatch(v -> named.matcher(v).matches());
        }
        return outside
                && key.equals("aws:principalaccount")
                && values.stream().allMatch(v -> ACCOUNT.matcher(v).matches());
    }

    /** An action pattern covers an action, which may itself end in {@code *}. */
    static boolean covers(String pattern, String action) {
        StringBuilder regex = new StringBuilder("(?is)");
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append("[^*]");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString()).matcher(action).matches();
    }

    private static Set<String> texts(JsonNode value) {
        Set<String> out = new HashSet<>();
        if (value.isArray()) {
            value.forEach(v -> out.add(v.asText()));
        } else if (!value.isMissingNode()) {
            out.add(value.asText());
        }
        return out;
    }
}

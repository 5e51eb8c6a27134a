package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.Guard.Type;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a statement of a control policy denies an action wholly. What is not understood denies nothing: a member or a
 * condition beyond those that describe the case, an exempt principal, a resource other than all.
 */
// Source: IAM User Guide, "Policy evaluation logic" and "JSON policy elements"; AWS Organizations User Guide, "SCP
// syntax" and "RCP syntax".
final class GuardStatement {
    private static final Set<String> MEMBERS =
            Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "Condition", "Principal");

    /** Actions of one service, or a part of them; only with these is it plain that a service is not spared. */
    private static final Pattern ONE_SERVICE = Pattern.compile("[a-z0-9-]+:[A-Za-z0-9*?]+");

    private static final String REGION = "aws:requestedregion";

    private final JsonNode statement;
    private final Type type;
    private final String organization;

    /** @param organization id that {@code {organization}} stands for */
    GuardStatement(JsonNode statement, Type type, String organization) {
        this.statement = statement;
        this.type = type;
        this.organization = organization;
    }

    /**
     * True when nothing of the case gets past it.
     *
     * @param way conditions that are true of the case
     * @param region the region of the case where a denial there suffices, else empty
     */
    boolean denies(String action, Map<String, Map<String, Set<String>>> way, String region) {
        Set<String> members = new HashSet<>();
        statement.fieldNames().forEachRemaining(members::add);
        boolean everybody = type == Type.SERVICE_CONTROL_POLICY
                ? !members.contains("Principal")
                : statement.path("Principal").asText().equals("*");
        return MEMBERS.containsAll(members)
                && everybody
                && statement.path("Effect").asText().equals("Deny")
                && texts(statement.path("Resource")).contains("*")
                && concerns(action, members)
                && conditions(way, region);
    }

    private boolean concerns(String action, Set<String> members) {
        if (members.contains("Action")) {
            return !members.contains("NotAction")
                    && texts(statement.path("Action")).stream().anyMatch(pattern -> covers(pattern, action));
        }
        String service = action.substring(0, Math.max(0, action.indexOf(':')));
        Set<String> spared = texts(statement.path("NotAction"));
        return !service.isEmpty()
                && !spared.isEmpty()
                && spared.stream()
                        .allMatch(s -> ONE_SERVICE.matcher(s).matches()
                                && !s.substring(0, s.indexOf(':')).equalsIgnoreCase(service));
    }

    private boolean conditions(Map<String, Map<String, Set<String>>> way, String region) {
        JsonNode condition = statement.path("Condition");
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                Set<String> values = texts(key.getValue());
                String op = operator.getKey().toLowerCase(Locale.ROOT);
                String name = key.getKey().toLowerCase(Locale.ROOT);
                if (!elsewhere(op, name, values, region) && !describes(op, name, values, way)) {
                    return false;
                }
            }
            if (!operator.getValue().isObject()) {
                return false;
            }
        }
        return condition.isMissingNode() || condition.isObject();
    }

    /** It holds in every region but these, and the case lies in none of them. */
    private static boolean elsewhere(String op, String key, Set<String> values, String region) {
        return op.equals("stringnotequals")
                && key.equals(REGION)
                && !region.isEmpty()
                && !region.equals("global")
                && !values.isEmpty()
                && !values.contains(region);
    }

    /** The condition holds in the very case that the check is about. */
    private boolean describes(String op, String key, Set<String> values, Map<String, Map<String, Set<String>>> way) {
        for (Map.Entry<String, Map<String, Set<String>>> operator : way.entrySet()) {
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

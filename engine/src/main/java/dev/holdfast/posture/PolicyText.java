package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a service or resource control policy would deny, as far as its text tells. A condition that is not understood makes
 * the answer a maybe, never a no.
 *
 * @param statements its denying statements
 */
record PolicyText(List<JsonNode> statements) {
    /** Whether something would be denied. */
    enum Says {
        NO,
        MAYBE,
        YES
    }

    /**
     * Something that was done, or may have been.
     *
     * @param service service prefix
     * @param action API name; empty where only the service is known
     * @param region region code; empty where it is not known
     * @param principal ARN of the user or role
     * @param root whether the root user did it
     * @param inside whether the principal is of the organization
     */
    record Act(String service, String action, String region, String principal, boolean root, boolean inside) {}

    /** Conditions that hold for everybody who is no service of AWS; services were left out before. */
    private static final Set<String> NO_SERVICE = Set.of("aws:principalisawsservice", "aws:viaawsservice");

    static PolicyText of(JsonNode policy) {
        List<JsonNode> denying = new ArrayList<>();
        for (JsonNode statement : list(policy.path("Statement"))) {
            if (statement.path("Effect").asText().equals("Deny")) {
                denying.add(statement);
            }
        }
        return new PolicyText(denying);
    }

    Says denies(Act act) {
        Says out = Says.NO;
        for (JsonNode statement : statements) {
            Says says = least(action(statement, act), conditions(statement.path("Condition"), act));
            if (says != Says.NO
                    && !list(statement.path("Resource")).stream()
                            .allMatch(r -> r.asText().equals("*"))) {
                says = Says.MAYBE;
            }
            out = says.compareTo(out) > 0 ? says : out;
        }
        return out;
    }

    private static Says least(Says a, Says b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Says action(JsonNode statement, Act act) {
        boolean not = statement.has("NotAction");
        Says some = Says.NO;
        for (JsonNode pattern : list(statement.path(not ? "NotAction" : "Action"))) {
            String text = pattern.asText().toLowerCase(Locale.ROOT);
            if (act.action().isEmpty()) {
                String service = text.equals("*") ? "*" : text.substring(0, Math.max(0, text.indexOf(':')));
                if (like(service, act.service())) {
                    boolean all = text.equals("*") || text.endsWith(":*");
                    some = all ? Says.YES : some == Says.YES ? some : Says.MAYBE;
                }
            } else if (like(text, act.service() + ":" + act.action().toLowerCase(Locale.ROOT))) {
                some = Says.YES;
            }
        }
        return !not ? some : some == Says.YES ? Says.NO : some == Says.NO ? Says.YES : Says.MAYBE;
    }

    private static Says conditions(JsonNode conditions, Act act) {
        Says out = Says.YES;
        for (Map.Entry<String, JsonNode> operator : conditions.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                out = least(out, condition(operator.getKey(), key.getKey(), list(key.getValue()), act));
            }
        }
        return out;
    }

    private static Says condition(String operator, String key, List<JsonNode> values, Act act) {
        boolean not = operator.contains("Not");
        String name = key.toLowerCase(Locale.ROOT);
        if (name.equals("aws:requestedregion")) {
            return act.region().isEmpty() ? Says.MAYBE : holds(not, any(values, act.region()));
        } else if (name.equals("aws:principalarn")) {
            return act.principal().isEmpty() ? Says.MAYBE : holds(not, any(values, act.principal()));
        } else if (name.equals("aws:assumedroot")) {
            // Whoever signs in as root by themselves has not assumed it.
            return act.root() ? holds(false, any(values, "false")) : Says.MAYBE;
        } else if (name.equals("aws:principalorgid")) {
            return act.inside() ? holds(not, true) : holds(not, false);
        } else if (NO_SERVICE.contains(name)) {
            return holds(false, any(values, "false"));
        }
        return Says.MAYBE;
    }

    private static Says holds(boolean not, boolean matches) {
        return matches != not ? Says.YES : Says.NO;
    }

    private static boolean any(List<JsonNode> values, String is) {
        return values.stream().anyMatch(v -> like(v.asText().toLowerCase(Locale.ROOT), is.toLowerCase(Locale.ROOT)));
    }

    private static boolean like(String pattern, String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString()).matcher(text).matches();
    }

    private static List<JsonNode> list(JsonNode value) {
        List<JsonNode> out = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(out::add);
        } else if (!value.isMissingNode()) {
            out.add(value);
        }
        return out;
    }
}

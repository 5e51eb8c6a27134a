package dev.holdfast.insight;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a policy as far as it decides who may delete what. Where it cannot be told whether a condition holds, an
 * Allow counts and a Deny does not: what is said to be out of reach must be so.
 *
 * @param allow whether it allows
 * @param principals whom it is about, {@code *} or {@code AWS:…}; null in policies of identities
 * @param notPrincipals whom it spares, null where it names none
 * @param actions lower-case patterns, null where it is written with {@code not_actions}
 * @param notActions lower-case patterns that it is not about
 * @param resources patterns, null where it is written with {@code not_resources}
 * @param notResources patterns that it is not about
 * @param condition its condition, null when it has none
 */
record Grant(
        boolean allow,
        @Nullable List<String> principals,
        @Nullable List<String> notPrincipals,
        @Nullable List<String> actions,
        @Nullable List<String> notActions,
        @Nullable List<String> resources,
        @Nullable List<String> notResources,
        @Nullable JsonNode condition) {

    /** A row of {@code holdfast_policy_statement}. */
    static Grant of(JsonNode row) {
        return new Grant(
                row.path("effect").asText().equals("Allow"),
                texts(row.path("principals")),
                texts(row.path("not_principals")),
                texts(row.path("actions")),
                texts(row.path("not_actions")),
                texts(row.path("resources")),
                texts(row.path("not_resources")),
                row.hasNonNull("condition") ? row.get("condition") : null);
    }

    private static @Nullable List<String> texts(JsonNode list) {
        if (!list.isArray()) {
            return null;
        }
        List<String> out = new ArrayList<>();
        list.forEach(item -> out.add(item.asText()));
        return List.copyOf(out);
    }

    /** Whether it is about this action (lower case) on this resource, whoever asks. */
    boolean about(String action, String resource) {
        if (!speaksOf(action)) {
            return false;
        }
        // Key policies say `*` for the key they lie on; some statements name no resource at all.
        return resources != null ? any(resources, resource) : notResources == null || !any(notResources, resource);
    }

    /** Whether it is about this action (lower case) on anything. */
    boolean speaksOf(String action) {
        return actions != null ? any(actions, action) : notActions != null && !any(notActions, action);
    }

    /** Whether it is about this principal: its ARN, its account or everyone. */
    boolean concerns(String principal, String account) {
        if (notPrincipals != null) {
            return notPrincipals.stream().noneMatch(p -> names(p, principal, account));
        }
        return principals != null && principals.stream().anyMatch(p -> names(p, principal, account));
    }

    /** Whether it leaves the decision to the policies of an account's own identities. */
    boolean leavesTo(String account) {
        return principals != null && principals.stream().anyMatch(p -> wholeAccount(p, account));
    }

    /** Whether it names this principal itself, not only its account. */
    boolean names(String principal) {
        return principals != null && principals.contains("AWS:" + principal);
    }

    private static boolean names(String told, String principal, String account) {
        return told.equals("AWS:" + principal) || wholeAccount(told, account);
    }

    private static boolean wholeAccount(String told, String account) {
        return told.equals("*")
                || told.equals("AWS:*")
                || told.equals("AWS:" + account)
                || (told.startsWith("AWS:arn:") && told.endsWith(":iam::" + account + ":root"));
    }

    /** Whether this Deny certainly holds against a principal: it has no condition, or one that spares only others. */
    boolean certainlyDenies(String principal) {
        if (allow) {
            return false;
        }
        if (condition == null) {
            return true;
        }
        if (condition.size() != 1) {
            return false;
        }
        var operator = condition.properties().iterator().next();
        String word = operator.getKey().toLowerCase(Locale.ROOT).replace("ifexists", "");
        JsonNode keys = operator.getValue();
        if (!List.of("arnnotlike", "arnnotequals", "stringnotlike", "stringnotequals")
                        .contains(word)
                || keys.size() != 1) {
            return false;
        }
        var key = keys.properties().iterator().next();
        if (!key.getKey().equalsIgnoreCase("aws:PrincipalArn")) {
            return false;
        }
        List<String> spared = new ArrayList<>();
        (key.getValue().isArray() ? key.getValue() : List.of(key.getValue())).forEach(v -> spared.add(v.asText()));
        return !any(spared, principal);
    }

    private static boolean any(List<String> patterns, String text) {
        for (String pattern : patterns) {
            if (pattern.equals("*") || matches(pattern, text)) {
                return true;
            }
        }
        return false;
    }

    /** IAM's wildcards: {@code *} for any text, {@code ?} for one character. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}

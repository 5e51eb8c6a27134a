package dev.holdfast.insight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether a statement of a resource policy lets everyone in: it allows, it names nobody, and no condition ties it to
 * known callers, networks or sources. Sources: Amazon S3 User Guide, "The meaning of public"; IAM User Guide, "AWS global
 * condition context keys".
 */
final class OpenStatement {
    /** Networks wider than these count as everybody's; the bounds are S3's own. */
    private static final int WIDEST_V4 = 8;

    private static final int WIDEST_V6 = 32;

    /** Operators that ask for a value and refuse a request that has none; {@code …IfExists} lets such a request through. */
    private static final Set<String> TYING_OPERATORS =
            Set.of("stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress");

    /** How much of a value must be said before a wildcard, by condition key. */
    private enum Kind {
        WHOLE,
        ARN,
        PATH,
        NETWORK
    }

    private static final Map<String, Kind> TYING_KEYS = Map.ofEntries(
            Map.entry("aws:sourceip", Kind.NETWORK),
            Map.entry("aws:vpcsourceip", Kind.NETWORK),
            Map.entry("aws:sourcevpc", Kind.WHOLE),
            Map.entry("aws:sourcevpce", Kind.WHOLE),
            Map.entry("aws:sourceaccount", Kind.WHOLE),
            Map.entry("aws:sourceowner", Kind.WHOLE),
            Map.entry("aws:sourceorgid", Kind.WHOLE),
            Map.entry("aws:sourceorgpaths", Kind.PATH),
            Map.entry("aws:sourcearn", Kind.ARN),
            Map.entry("aws:principalarn", Kind.ARN),
            Map.entry("aws:principalaccount", Kind.WHOLE),
            Map.entry("aws:principalorgid", Kind.WHOLE),
            Map.entry("aws:principalorgpaths", Kind.PATH),
            Map.entry("aws:userid", Kind.PATH),
            Map.entry("kms:calleraccount", Kind.WHOLE),
            Map.entry("s3:dataaccesspointaccount", Kind.WHOLE),
            Map.entry("s3:dataaccesspointarn", Kind.ARN));

    private OpenStatement() {}

    /** @param statement in the plain form that {@link PolicyDocument} gives */
    static boolean is(ObjectNode statement) {
        return statement.path("effect").asText().equals("Allow")
                && namesNobody(statement)
                && !tied(statement.path("condition"));
    }

    private static boolean namesNobody(ObjectNode statement) {
        if (statement.has("not_principals")) {
            // Whom an Allow does not exclude it lets in.
            return true;
        }
        for (JsonNode principal : statement.path("principals")) {
            if (principal.asText().equals("*")) {
                return true;
            }
        }
        return false;
    }

    /** All conditions must hold, so one that ties is enough. */
    private static boolean tied(JsonNode condition) {
        for (Map.Entry<String, JsonNode> operator : condition.properties()) {
            String name = operator.getKey().toLowerCase(Locale.ROOT).replaceFirst("^foranyvalue:", "");
            if (TYING_OPERATORS.contains(name)) {
                for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                    Kind kind = TYING_KEYS.get(key.getKey().toLowerCase(Locale.ROOT));
                    if (kind != null && allKnown(key.getValue(), kind)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean allKnown(JsonNode values, Kind kind) {
        if (!values.isArray()) {
            return known(values.asText(), kind);
        }
        for (JsonNode value : values) {
            if (!known(value.asText(), kind)) {
                return false;
            }
        }
        return !values.isEmpty();
    }

    private static boolean known(String value, Kind kind) {
        return switch (kind) {
            case NETWORK -> narrow(value);
            case ARN -> arn(value);
            case PATH -> {
                String said = beforeWildcard(value);
                yield said.contains("/") || said.contains(":") || (said.length() == value.length() && !said.isEmpty());
            }
            case WHOLE -> !value.isEmpty() && beforeWildcard(value).length() == value.length();
        };
    }

    private static String beforeWildcard(String value) {
        return value.split("[*?]", 2)[0];
    }

    /** An ARN says whose the source is by its account or, for a bucket, by its name. */
    private static boolean arn(String value) {
        String[] parts = value.split(":", 6);
        if (parts.length < 6) {
            return false;
        }
        return parts[4].isEmpty()
                ? !beforeWildcard(parts[5]).isEmpty()
                : beforeWildcard(parts[4]).length() == parts[4].length();
    }

    private static boolean narrow(String network) {
        int slash = network.indexOf('/');
        boolean v6 = network.contains(":");
        if (slash < 0) {
            return v6 || network.contains(".");
        }
        try {
            return Integer.parseInt(network.substring(slash + 1)) >= (v6 ? WIDEST_V6 : WIDEST_V4);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}

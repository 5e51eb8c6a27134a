package dev.holdfast.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.Permission.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Permissions as policy documents. Each action is named; no document is longer than a managed policy may be. The same
 * permissions give the same bytes.
 */
public final class Policies {
    /** Most characters of a managed policy, blanks apart. Source: IAM User Guide, "IAM and AWS STS quotas". */
    public static final int LONGEST = 6144;

    /** Managed policies that a role may carry unless AWS raised it. Source: as above. */
    public static final int MOST_PER_ROLE = 10;

    /** What a role name or partition may grow by when it is put in for its placeholder. */
    private static final int ROOM = 128;

    private Policies() {}

    /**
     * The policies for a role.
     *
     * @param permissions what is needed, of any place
     * @param place where the role is: the management account needs what every account needs and its own
     */
    public static List<ObjectNode> of(List<Permission> permissions, Place place) {
        Map<Limit, Set<String>> byLimit = new TreeMap<>();
        for (Permission permission : permissions) {
            if (permission.place() == Place.EVERY_ACCOUNT || place == Place.MANAGEMENT) {
                byLimit.computeIfAbsent(new Limit(permission.resource(), permission.via()), k -> new TreeSet<>())
                        .add(permission.action());
            }
        }
        List<ObjectNode> out = new ArrayList<>();
        byLimit.forEach((limit, actions) -> add(out, limit, actions));
        if (out.size() > MOST_PER_ROLE) {
            throw new IllegalArgumentException(
                    "a role may carry " + MOST_PER_ROLE + " policies, and " + out.size() + " are needed");
        }
        return out;
    }

    /** What limits an action beside its name. */
    private record Limit(String resource, String via) implements Comparable<Limit> {
        @Override
        public int compareTo(Limit other) {
            int order = resource.compareTo(other.resource);
            return order != 0 ? order : via.compareTo(other.via);
        }
    }

    private static void add(List<ObjectNode> out, Limit limit, Set<String> actions) {
        Supplier<ArrayNode> begin = () -> {
            if (out.isEmpty()) {
                out.add(document());
            }
            return statement(out.get(out.size() - 1), limit);
        };
        ArrayNode list = begin.get();
        for (String action : actions) {
            list.add(action);
            if (length(out.get(out.size() - 1)) > LONGEST - ROOM) {
                list.remove(list.size() - 1);
                if (list.isEmpty()) {
                    ArrayNode statements = (ArrayNode) out.get(out.size() - 1).get("Statement");
                    statements.remove(statements.size() - 1);
                }
                out.add(document());
                list = begin.get();
                list.add(action);
            }
        }
    }

    private static ObjectNode document() {
        ObjectNode out = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        out.putArray("Statement");
        return out;
    }

    private static ArrayNode statement(ObjectNode document, Limit limit) {
        ObjectNode statement = ((ArrayNode) document.get("Statement")).addObject();
        statement.put("Effect", "Allow");
        ArrayNode actions = statement.putArray("Action");
        statement.put("Resource", limit.resource());
        if (!limit.via().isEmpty()) {
            statement
                    .putObject("Condition")
                    .putObject("StringLike")
                    .put("kms:ViaService", limit.via() + ".*.amazonaws.com");
        }
        return actions;
    }

    /** The policy with a partition and a role name in the place of what stands for them. */
    public static ObjectNode named(ObjectNode policy, String partition, String role) {
        return resources(
                policy,
                resource -> JsonNodeFactory.instance.textNode(
                        resource.replace(Permission.PARTITION, partition).replace(Permission.ROLE, role)));
    }

    /** The policy with each resource that has a placeholder replaced. */
    static ObjectNode resources(ObjectNode policy, Function<String, JsonNode> named) {
        ObjectNode out = policy.deepCopy();
        for (JsonNode statement : out.get("Statement")) {
            String resource = statement.path("Resource").asText();
            if (resource.contains(Permission.PARTITION) || resource.contains(Permission.ROLE)) {
                ((ObjectNode) statement).set("Resource", named.apply(resource));
            }
        }
        return out;
    }

    /** Characters that count against the quota. */
    public static int length(ObjectNode document) {
        return document.toString().length();
    }
}

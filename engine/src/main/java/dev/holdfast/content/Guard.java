package dev.holdfast.content;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a policy of the organization must deny so that a failure of a check does no harm. Any one of the alternatives
 * suffices.
 *
 * @param denials denials by service or resource control policies
 * @param settings declarative settings: path in the policy to the values that close the case
 */
public record Guard(List<Denial> denials, Map<String, Set<String>> settings) {
    public Guard {
        denials = List.copyOf(denials);
        settings = Map.copyOf(settings);
    }

    /** Types of policies that deny calls. */
    public enum Type {
        /** Binds what principals of an account may do. */
        SERVICE_CONTROL_POLICY,
        /** Binds who may use resources of an account. */
        RESOURCE_CONTROL_POLICY
    }

    /**
     * A denial.
     *
     * @param type the type of policy
     * @param actions actions that must all be denied, on every resource
     * @param when conditions that a statement may have because they describe the case itself: operator to condition key
     *     to values; {@code {organization}} stands for the organization's id. Without them only statements without
     *     conditions count, apart from exempt principals.
     */
    public record Denial(Type type, Set<String> actions, Map<String, Map<String, Set<String>>> when) {}
}

package dev.holdfast.content;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a policy of the organization must say so that a failure of a check does no harm. Any one of the alternatives
 * suffices.
 *
 * @param denials denials by service or resource control policies
 * @param settings declarative settings that close the case together: path in the policy to the values that do
 */
public record Guard(List<Denial> denials, List<Map<String, Set<String>>> settings) {
    public Guard {
        denials = List.copyOf(denials);
        settings = List.copyOf(settings);
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
     * @param ways the ways in, all of which must be closed: what is true of a call that comes that way, as operator to
     *     condition key to values ({@code {organization}} stands for the organization's id). A statement closes a way
     *     when each of its conditions is among these; with none, only a statement without conditions does.
     * @param here whether a statement suffices that denies in the region of the failure alone
     */
    public record Denial(
            Type type, Set<String> actions, List<Map<String, Map<String, Set<String>>>> ways, boolean here) {
        public Denial {
            actions = Set.copyOf(actions);
            ways = List.copyOf(ways);
        }
    }
}

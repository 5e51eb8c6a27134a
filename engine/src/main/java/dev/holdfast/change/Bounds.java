package dev.holdfast.change;

import java.util.List;

/**
 * How far one plan and its run may reach.
 *
 * @param mostTargets how many targets a plan may have; what is beyond is left for the next
 * @param mostFailures how many targets of a run may fail before nothing more is begun
 * @param left what was left out on purpose before planning began, and why
 */
public record Bounds(int mostTargets, int mostFailures, List<Plan.Problem> left) {
    /** As far as it goes. */
    public static final Bounds NONE = new Bounds(Integer.MAX_VALUE, Plan.NO_LIMIT, List.of());

    public Bounds {
        left = List.copyOf(left);
    }

    /** The same, leaving more out. */
    public Bounds leaving(List<Plan.Problem> more) {
        return new Bounds(mostTargets, mostFailures, more);
    }
}

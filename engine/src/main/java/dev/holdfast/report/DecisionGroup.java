package dev.holdfast.report;

import dev.holdfast.model.Decision;
import dev.holdfast.model.Finding;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A decision of people or a guardrail, with how many verdicts it shaped.
 *
 * @param decision who, why and until when
 * @param verdicts how many
 */
public record DecisionGroup(Decision decision, long verdicts) {
    private static final Comparator<Decision> ORDER = Comparator.comparing(Decision::kind)
            .thenComparing(Decision::id)
            .thenComparing(Decision::by)
            .thenComparing(Decision::why)
            .thenComparing(Decision::until);

    /** All decisions behind these verdicts, by kind, then by id. */
    public static List<DecisionGroup> of(Collection<Finding> findings) {
        Map<Decision, Long> counts = new TreeMap<>(ORDER);
        for (Finding finding : findings) {
            Decision decision = finding.decision();
            if (decision != null) {
                counts.merge(decision, 1L, Long::sum);
            }
        }
        return counts.entrySet().stream()
                .map(e -> new DecisionGroup(e.getKey(), e.getValue()))
                .toList();
    }

    /** What decisions of a kind do, as a heading. */
    public static String heading(Decision.Kind kind) {
        return switch (kind) {
            case EXCEPTION -> "Silenced by exceptions";
            case EXPIRED_EXCEPTION -> "Failures again: their exceptions expired";
            case GUARDRAIL -> "Made harmless by policies of the organization";
            case ATTESTATION -> "Vouched for by people";
            case EXPIRED_ATTESTATION -> "To be judged again: their attestations expired";
            case BROKEN_ATTESTATION -> "Attestations that cannot be trusted";
        };
    }

    /** Who says so and until when. */
    public String who() {
        return decision.kind() == Decision.Kind.GUARDRAIL
                ? decision.by()
                : decision.by() + ", until " + decision.until();
    }
}

package dev.holdfast.content;

import java.util.List;
import java.util.Map;

/**
 * A Sigma filter document: what must hold besides for other rules to hit. Its condition is joined to each rule's own by
 * `and`, as it stands: what shall be left out is written `not selection`.
 *
 * @param title what it is for
 * @param rules ids or names of the rules it concerns; empty for every rule of its log source
 * @param logsource a rule is concerned only when it names at least the same
 * @param selections its search identifiers, apart from those of the rules
 * @param conditions its conditions; one must hold
 * @param place where the document begins
 */
public record SigmaFilter(
        String title,
        List<String> rules,
        SigmaRule.Source logsource,
        Map<String, SigmaSelection> selections,
        List<SigmaCondition> conditions,
        SigmaPlace place) {
    /** True when the rule is one that the filter concerns. */
    boolean concerns(SigmaRule rule) {
        return logsource.covers(rule.logsource())
                && (rules.isEmpty() || rules.stream().anyMatch(rule.meta()::called));
    }
}

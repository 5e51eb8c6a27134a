package dev.holdfast.content;

import dev.holdfast.model.Event;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Sigma rule document, read but not compiled.
 *
 * @param meta what it says about itself
 * @param logsource which events it looks at
 * @param selections its search identifiers, in the file's order
 * @param conditions its conditions; one must hold
 * @param emits false when it only serves correlations of its own file
 */
public record SigmaRule(
        SigmaMeta meta,
        Source logsource,
        Map<String, SigmaSelection> selections,
        List<SigmaCondition> conditions,
        boolean emits) {
    /**
     * Which events a rule looks at, in Sigma's words. At least one is given.
     *
     * @param product such as {@code aws}
     * @param service such as {@code cloudtrail}
     * @param category such as {@code process_creation}
     */
    public record Source(
            @Nullable String product,
            @Nullable String service,
            @Nullable String category) {
        /**
         * True when events of this source concern the rule. A rule with a category is routed only by sources that
         * declare it; none does yet.
         */
        public boolean takes(Event.LogSource source) {
            return category == null
                    && (product == null || product.equals(source.product()))
                    && (service == null || service.equals(source.service()));
        }
    }
}

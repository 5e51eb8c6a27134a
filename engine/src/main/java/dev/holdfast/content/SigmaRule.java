package dev.holdfast.content;

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
 * @param filters filters of other documents that must hold besides
 * @param emits false when it only serves correlations of its own file
 */
public record SigmaRule(
        SigmaMeta meta,
        Source logsource,
        Map<String, SigmaSelection> selections,
        List<SigmaCondition> conditions,
        List<SigmaFilter> filters,
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
        /** True when everything named here is named alike there. */
        public boolean covers(Source other) {
            return (product == null || product.equals(other.product))
                    && (service == null || service.equals(other.service))
                    && (category == null || category.equals(other.category));
        }

        @Override
        public String toString() {
            return (product == null ? "" : product) + "/" + (category == null ? "" : category) + "/"
                    + (service == null ? "" : service);
        }
    }

    SigmaRule with(List<SigmaFilter> joined) {
        return new SigmaRule(meta, logsource, selections, conditions, joined, emits);
    }

    SigmaRule emitting(boolean alone) {
        return new SigmaRule(meta, logsource, selections, conditions, filters, alone);
    }
}

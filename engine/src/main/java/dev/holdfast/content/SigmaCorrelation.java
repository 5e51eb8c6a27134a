package dev.holdfast.content;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Sigma correlation document, read and resolved.
 *
 * @param meta what it says about itself
 * @param type what is judged over the events of a window
 * @param rules ids of the rules and correlations whose hits are taken, in the order written
 * @param groupBy fields whose values part the events into groups; may be empty
 * @param aliases alias to (rule id to field name)
 * @param timespan length of the sliding window
 * @param fields the fields whose values are counted or added up; several count as a tuple
 * @param bounds what the count, sum or other figure must fulfil, all of them
 * @param percentile for {@link Type#VALUE_PERCENTILE}, which one, 0 to 100
 * @param generate true when the rules it takes find something by themselves too
 * @param emits false when it only serves correlations of its own file
 */
public record SigmaCorrelation(
        SigmaMeta meta,
        Type type,
        List<String> rules,
        List<String> groupBy,
        Map<String, Map<String, String>> aliases,
        Duration timespan,
        List<String> fields,
        List<Bound> bounds,
        BigDecimal percentile,
        boolean generate,
        boolean emits) {
    /** What is judged over the events of a window. */
    public enum Type {
        /** How many events. */
        EVENT_COUNT,
        /** How many distinct values of fields. */
        VALUE_COUNT,
        /** How many of the rules hit. */
        TEMPORAL,
        /** The same, in the order written. */
        TEMPORAL_ORDERED,
        /** The sum of a field. */
        VALUE_SUM,
        /** The average of a field. */
        VALUE_AVG,
        /** A percentile of a field. */
        VALUE_PERCENTILE,
        /** The median of a field. */
        VALUE_MEDIAN;

        /** True when the values of `field` must be numbers. */
        public boolean numeric() {
            return this == VALUE_SUM || this == VALUE_AVG || this == VALUE_PERCENTILE || this == VALUE_MEDIAN;
        }

        /** True when the rules themselves are counted. */
        public boolean temporal() {
            return this == TEMPORAL || this == TEMPORAL_ORDERED;
        }
    }

    /**
     * One comparison of the condition.
     *
     * @param operator how
     * @param value with what
     */
    public record Bound(Operator operator, BigDecimal value) {
        /** True when the figure fulfils it. */
        public boolean holds(BigDecimal figure) {
            int sign = figure.compareTo(value);
            return switch (operator) {
                case GT -> sign > 0;
                case GTE -> sign >= 0;
                case LT -> sign < 0;
                case LTE -> sign <= 0;
                case EQ -> sign == 0;
                case NEQ -> sign != 0;
            };
        }
    }

    /** A comparison, by Sigma's word. */
    public enum Operator {
        GT,
        GTE,
        LT,
        LTE,
        EQ,
        NEQ
    }

    /** The field that a rule's events carry under a name of {@code group-by}. */
    public String field(String name, String rule) {
        return aliases.getOrDefault(name, Map.of()).getOrDefault(rule, name);
    }

    /** True when the figure fulfils every bound. */
    public boolean holds(BigDecimal figure) {
        return bounds.stream().allMatch(bound -> bound.holds(figure));
    }

    SigmaCorrelation emitting(boolean alone) {
        return new SigmaCorrelation(
                meta, type, rules, groupBy, aliases, timespan, fields, bounds, percentile, generate, alone);
    }
}

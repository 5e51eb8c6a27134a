package dev.holdfast.detect;

import dev.holdfast.content.SigmaCorrelation;
import dev.holdfast.detect.CorrelationWindow.Seen;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The figure that a correlation judges, over a window that slides along the events of a group: events are added at its
 * end and leave at its beginning. Decided in writing (docs/detect-rules.md): averages and percentiles are compared with
 * 16 digits, percentiles lie between their neighbours in a straight line, and values that are no number do not count.
 */
final class WindowFigure {
    private final SigmaCorrelation correlation;
    private final Map<String, Integer> distinct = new HashMap<>();
    private BigDecimal sum = BigDecimal.ZERO;
    private int count;

    WindowFigure(SigmaCorrelation correlation) {
        this.correlation = correlation;
    }

    void add(Seen event) {
        count++;
        switch (correlation.type()) {
            case VALUE_COUNT -> distinct.merge(event.value(), 1, Integer::sum);
            case TEMPORAL -> distinct.merge(event.rule(), 1, Integer::sum);
            case VALUE_SUM, VALUE_AVG -> sum = sum.add(new BigDecimal(event.value()));
            default -> {}
        }
    }

    void remove(Seen event) {
        count--;
        switch (correlation.type()) {
            case VALUE_COUNT -> distinct.computeIfPresent(event.value(), (v, n) -> n == 1 ? null : n - 1);
            case TEMPORAL -> distinct.computeIfPresent(event.rule(), (v, n) -> n == 1 ? null : n - 1);
            case VALUE_SUM, VALUE_AVG -> sum = sum.subtract(new BigDecimal(event.value()));
            default -> {}
        }
    }

    /** The figure of the events now in the window, which are given again for those figures that need them all. */
    BigDecimal of(List<Seen> window) {
        return switch (correlation.type()) {
            case EVENT_COUNT -> BigDecimal.valueOf(count);
            case VALUE_COUNT, TEMPORAL -> BigDecimal.valueOf(distinct.size());
            case TEMPORAL_ORDERED -> BigDecimal.valueOf(inOrder(window));
            case VALUE_SUM -> sum;
            case VALUE_AVG -> sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL64);
            case VALUE_MEDIAN -> percentile(window, BigDecimal.valueOf(50));
            case VALUE_PERCENTILE -> percentile(window, correlation.percentile());
        };
    }

    /** How many of the rules, from the first on, hit in the order written; equal times count as in order. */
    private int inOrder(List<Seen> window) {
        List<String> rules = correlation.rules();
        int done = 0;
        int at = 0;
        while (at < window.size() && done < rules.size()) {
            long time = window.get(at).at();
            int end = at;
            while (end < window.size() && window.get(end).at() == time) {
                end++;
            }
            boolean found = true;
            while (found && done < rules.size()) {
                String next = rules.get(done);
                found = window.subList(at, end).stream().anyMatch(e -> e.rule().equals(next));
                done += found ? 1 : 0;
            }
            at = end;
        }
        return done;
    }

    private static BigDecimal percentile(List<Seen> window, BigDecimal which) {
        List<BigDecimal> sorted =
                window.stream().map(e -> new BigDecimal(e.value())).sorted().toList();
        BigDecimal rank = which.multiply(BigDecimal.valueOf(sorted.size() - 1L)).movePointLeft(2);
        int below = rank.setScale(0, RoundingMode.FLOOR).intValue();
        int above = Math.min(below + 1, sorted.size() - 1);
        BigDecimal part = rank.subtract(BigDecimal.valueOf(below));
        return sorted.get(below)
                .add(sorted.get(above).subtract(sorted.get(below)).multiply(part));
    }
}

package dev.holdfast.triage;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How urgent a case is, with its terms visible. The total is their product, times 100.
 *
 * @param severity the chance that at least one of its rules means harm, by their levels
 * @param exposure how open the touched account or resource stands, by its failed checks
 * @param novelty lower where the same was seen before and turned out harmless
 */
public record Score(Term severity, Term exposure, Term novelty) {
    /**
     * One factor.
     *
     * @param name what it is called
     * @param value 0 to 1
     * @param why what it rests on, a sentence without a full stop
     */
    public record Term(String name, double value, String why) {}

    /** 0 to 100. */
    public int total() {
        return (int) Math.round(100 * severity.value() * exposure.value() * novelty.value());
    }

    /** The factors in the order in which people read them. */
    public List<Term> terms() {
        return List.of(severity, exposure, novelty);
    }

    /** The terms on one line. */
    public String explain() {
        return total() + " = 100 x "
                + terms().stream()
                        .map(t -> t.name() + " " + String.format(Locale.ROOT, "%.2f", t.value()))
                        .collect(Collectors.joining(" x "));
    }
}

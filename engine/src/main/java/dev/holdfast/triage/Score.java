package dev.holdfast.triage;

/**
 * How urgent a case is, with its terms visible. The total is their product, times 100.
 *
 * @param severity 0 to 1: the chance that at least one of its rules means harm, by their levels
 * @param exposure 0 to 1: how open the touched account or resource stands, by its failed checks
 * @param novelty 0 to 1: lower where the same rule fired for the same actor before and was closed as harmless
 */
public record Score(double severity, double exposure, double novelty) {
    /** 0 to 100. */
    public int total() {
        return (int) Math.round(100 * severity * exposure * novelty);
    }

    /** The terms as a person reads them. */
    public String explain() {
        return String.format(
                java.util.Locale.ROOT,
                "%d = 100 x severity %.2f x exposure %.2f x novelty %.2f",
                total(),
                severity,
                exposure,
                novelty);
    }
}

package dev.holdfast.triage;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the cases that a rule was in.
 *
 * @param rule the rule's id
 * @param cases cases it was in
 * @param closed of these, closed ones that say what they were; duplicates are not counted
 * @param truePositives closed as harm
 * @param benign closed as allowed
 * @param falsePositives closed as wrong
 */
public record RuleRecord(String rule, long cases, long closed, long truePositives, long benign, long falsePositives) {
    /** From so many closed cases on a rate says something. */
    public static final int ENOUGH = 5;

    /** Share of the closed cases in which the rule was wrong; 0 when none is closed. */
    public double falsePositiveRate() {
        return closed == 0 ? 0 : (double) falsePositives / closed;
    }

    /** Share of the closed cases in which the rule saw no harm; 0 when none is closed. */
    public double harmlessRate() {
        return closed == 0 ? 0 : (double) (falsePositives + benign) / closed;
    }

    /**
     * A case as far as it counts here.
     *
     * @param rules the rules that are in it
     * @param disposition the word for what it turned out to be, empty while it is open
     */
    public record Judged(Collection<String> rules, String disposition) {}

    /** The record of each rule that was ever in a case. */
    public static Map<String, RuleRecord> of(Collection<Judged> cases) {
        Map<String, long[]> counts = new HashMap<>();
        for (Judged one : cases) {
            for (String rule : new java.util.HashSet<>(one.rules())) {
                long[] count = counts.computeIfAbsent(rule, r -> new long[4]);
                count[0]++;
                if (one.disposition().equals(Disposition.TRUE_POSITIVE.word())) {
                    count[1]++;
                } else if (one.disposition().equals(Disposition.BENIGN.word())) {
                    count[2]++;
                } else if (one.disposition().equals(Disposition.FALSE_POSITIVE.word())) {
                    count[3]++;
                }
            }
        }
        Map<String, RuleRecord> out = new TreeMap<>();
        counts.forEach((rule, c) -> out.put(rule, new RuleRecord(rule, c[0], c[1] + c[2] + c[3], c[1], c[2], c[3])));
        return out;
    }
}

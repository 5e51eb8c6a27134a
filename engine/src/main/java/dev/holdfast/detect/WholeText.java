package dev.holdfast.detect;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the bytes of a whole record that none of a set of texts stands in any of its values. Since each text is long, only
 * every few bytes four of them are looked at, and what comes up is then asked exactly. Without state; safe for many threads.
 */
final class WholeText {
    private static final int GRAM = 4;
    private static final int LOWER = 0x20202020;

    /** Characters of which texts have many, so that four of them say little. */
    private static final String COMMON = " acdehilmnoprstuvy.-0123456789";

    /** What begins at each fourth place is read as one number by the first compiler too. */
    private static final int LONGEST_STEP = 4;

    private static final int ROOM = 64;

    /** Each at the first free place from where its digest points; 0 is none. So few of them that most places are free. */
    private final int[] grams;

    private final int shift;
    private final int step;

    private WholeText(Collection<String> runs) {
        int shortest = runs.stream().mapToInt(String::length).min().orElse(GRAM);
        step = Math.min(LONGEST_STEP, Integer.highestOneBit(shortest - GRAM + 1));
        Set<Integer> chosen = new TreeSet<>();
        for (String run : runs) {
            // Wherever the text begins, some of its places are looked at, a step apart; the rarest of these is enough.
            for (int first = 0; first < step; first++) {
                int best = first;
                for (int at = first; at + GRAM <= run.length(); at += step) {
                    best = rareness(run, at) > rareness(run, best) ? at : best;
                }
                chosen.add(gram(run, best));
            }
        }
        grams = new int[Integer.highestOneBit(chosen.size()) * ROOM];
        shift = Integer.numberOfLeadingZeros(grams.length) + 1;
        chosen.forEach(gram -> grams[place(gram)] = gram);
    }

    private static int rareness(String run, int at) {
        int rare = 0;
        for (int i = at; i < at + GRAM; i++) {
            char c = run.charAt(i);
            rare += COMMON.indexOf(c) >= 0 ? 0 : Character.isLetter(c) ? 1 : 3;
        }
        return rare;
    }

    private static int gram(String run, int at) {
        int gram = 0;
        for (int i = GRAM - 1; i >= 0; i--) {
            gram = gram << Byte.SIZE | run.charAt(at + i);
        }
        return gram | LOWER;
    }

    /** @return null when one of the texts is too short, or may stand in a record otherwise than it is */
    static @Nullable WholeText of(Collection<String> literals) {
        Collection<String> runs = literals.stream().map(WholeText::run).toList();
        return runs.isEmpty() || runs.stream().anyMatch(run -> run.length() < GRAM + 2) ? null : new WholeText(runs);
    }

    /** The longest part of a text that no JSON escapes. */
    private static String run(String literal) {
        String best = "";
        int from = 0;
        for (int i = 0; i <= literal.length(); i++) {
            char c = i < literal.length() ? literal.charAt(i) : '"';
            if (c < ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '/') {
                best = i - from > best.length() ? literal.substring(from, i) : best;
                from = i + 1;
            }
        }
        return best.toLowerCase(Locale.ROOT);
    }

    /** Where the gram stands, or else a free place. */
    private int place(int gram) {
        int at = (gram * 0x9e3779b1) >>> shift;
        while (grams[at] != 0 && grams[at] != gram) {
            at = (at + 1) & (grams.length - 1);
        }
        return at;
    }

    /** False when none of the texts stands between the two places. */
    boolean mayHold(byte[] bytes, int from, int to) {
        for (int at = (from + step - 1) & -step; at + GRAM <= to; at += step) {
            int gram = EightBytes.four(bytes, at) | LOWER;
            if (grams[place(gram)] != 0) {
                return true;
            }
        }
        return false;
    }
}

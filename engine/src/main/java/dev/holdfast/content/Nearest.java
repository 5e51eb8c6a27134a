package dev.holdfast.content;

import java.util.Collection;

/** The word that was probably meant. */
public final class Nearest {
    private static final int MOST_EDITS = 2;
    private static final int LONGEST = 100;

    private Nearest() {}

    /** The allowed word at the smallest edit distance, when that is at most 2; else empty. */
    public static String among(String word, Collection<String> allowed) {
        String best = "";
        int bestDistance = MOST_EDITS + 1;
        if (word.length() > LONGEST) {
            return best;
        }
        for (String candidate : allowed.stream().sorted().toList()) {
            int distance = distance(word, candidate);
            if (distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}

package dev.holdfast.enrich;

import java.util.Optional;

/**
 * A short stand-in for a long name, since names are many. Two names may share one by chance; then something passes as seen
 * before.
 *
 * @param one one half
 * @param two the other
 */
record Digest(long one, long two) {
    private static final int BASE = 36;

    static Digest of(String text) {
        long one = 1_125_899_906_842_597L;
        long two = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            one = 31 * one + text.charAt(i);
            two = (two ^ text.charAt(i)) * 0x100000001b3L;
        }
        return new Digest(one, two);
    }

    /** Reads the two halves as {@link #toString} writes them. */
    static Optional<Digest> read(String one, String two) {
        try {
            return Optional.of(new Digest(Long.parseLong(one, BASE), Long.parseLong(two, BASE)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return Long.toString(one, BASE) + " " + Long.toString(two, BASE);
    }
}

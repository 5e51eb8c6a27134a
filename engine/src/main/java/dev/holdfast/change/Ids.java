package dev.holdfast.change;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;

/** Makes ids that sort by time and that nobody else makes. */
final class Ids {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'-'HHmmss").withZone(ZoneOffset.UTC);
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

    private final RandomGenerator random;

    Ids(RandomGenerator random) {
        this.random = random;
    }

    /** Such as {@code fix-20261123-230501-k3v9x2m8qa}. */
    String run(String kind, Instant now) {
        StringBuilder out =
                new StringBuilder(kind).append('-').append(TIME.format(now)).append('-');
        for (int i = 0; i < 10; i++) {
            out.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return out.toString();
    }

    /** The last ten characters of a run's id, for names of what the run makes. */
    static String token(String run) {
        return run.substring(run.length() - 10);
    }
}

package dev.holdfast.emulator.generated;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How large a generated organization is. The same numbers give the same organization.
 *
 * @param accounts active accounts, the management account among them
 * @param resources resources of all accounts together, shared out by the mix
 * @param seed which organization of that size
 */
public record OrganizationSize(int accounts, long resources, long seed) {
    private static final int MOST_ACCOUNTS = 100_000;
    private static final Set<String> WORDS = Set.of("accounts", "resources", "seed");

    /** @throws IllegalArgumentException when there is no account, or more than the ids have room for */
    public OrganizationSize {
        if (accounts < 1 || accounts > MOST_ACCOUNTS || resources < 0) {
            throw new IllegalArgumentException(
                    "an organization has 1 to " + MOST_ACCOUNTS + " accounts and no less than 0 resources");
        }
    }

    /**
     * Reads {@code accounts=300,resources=47000,seed=7}, in any order; what is left out is 10, 5,000 and 1.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static OrganizationSize parse(String text) {
        Map<String, Long> values = new HashMap<>(Map.of("accounts", 10L, "resources", 5_000L, "seed", 1L));
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            String word = equals < 0 ? part : part.substring(0, equals).strip();
            if (equals < 0 || !WORDS.contains(word)) {
                throw new IllegalArgumentException("`" + part + "` is none of accounts=N, resources=N, seed=N");
            }
            try {
                values.put(word, Long.parseLong(part.substring(equals + 1).strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("`" + part + "` is not a whole number", e);
            }
        }
        return new OrganizationSize(
                Math.toIntExact(values.getOrDefault("accounts", 0L)),
                values.getOrDefault("resources", 0L),
                values.getOrDefault("seed", 0L));
    }
}

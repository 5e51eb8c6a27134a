package dev.holdfast.emulator.generated;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How large a generated organization is. The same numbers give the same organization.
 *
 * @param accounts active accounts, the management account among them
 * @param resources resources of all accounts together, shared out by the mix
 * @param seed which organization of that size
 * @param regions how many regions are in use, 0 for the emulator's own
 */
public record OrganizationSize(int accounts, long resources, long seed, int regions) {
    /** Regions that every account has without asking for them. Source: AWS Account Management Reference, "Regions". */
    private static final List<String> EVERY_ACCOUNT_HAS = List.of(
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
            "ap-south-1",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-southeast-1",
            "ap-southeast-2",
            "ca-central-1",
            "eu-central-1",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "eu-north-1",
            "sa-east-1");

    private static final int MOST_ACCOUNTS = 100_000;
    private static final Set<String> WORDS = Set.of("accounts", "resources", "seed", "regions");

    /** In the regions of the emulator. */
    public OrganizationSize(int accounts, long resources, long seed) {
        this(accounts, resources, seed, 0);
    }

    /** @throws IllegalArgumentException when there is no account, or more than the ids have room for */
    public OrganizationSize {
        if (accounts < 1 || accounts > MOST_ACCOUNTS || resources < 0) {
            throw new IllegalArgumentException(
                    "an organization has 1 to " + MOST_ACCOUNTS + " accounts and no less than 0 resources");
        }
        if (regions < 0 || regions > EVERY_ACCOUNT_HAS.size()) {
            throw new IllegalArgumentException("an organization uses 1 to " + EVERY_ACCOUNT_HAS.size() + " regions");
        }
    }

    /**
     * Reads {@code accounts=300,resources=47000,seed=7}, in any order; what is left out is 10, 5,000 and 1.
     * {@code regions=17} takes the emulator's regions, and after them others that every account has.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static OrganizationSize parse(String text) {
        Map<String, Long> values =
                new HashMap<>(Map.of("accounts", 10L, "resources", 5_000L, "seed", 1L, "regions", 0L));
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            String word = equals < 0 ? part : part.substring(0, equals).strip();
            if (equals < 0 || !WORDS.contains(word)) {
                throw new IllegalArgumentException(
                        "`" + part + "` is none of accounts=N, resources=N, seed=N, regions=N");
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
                values.getOrDefault("seed", 0L),
                Math.toIntExact(values.getOrDefault("regions", 0L)));
    }

    /** The regions in use, the home region first. */
    public List<String> regionsFrom(List<String> own) {
        if (regions == 0) {
            return own;
        }
        List<String> out = new ArrayList<>(own);
        EVERY_ACCOUNT_HAS.stream().filter(r -> !own.contains(r)).forEach(out::add);
        return List.copyOf(out.subList(0, regions));
    }
}

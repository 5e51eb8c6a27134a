package dev.holdfast.emulator.generated;

import dev.holdfast.emulator.generated.Kind.Place;
import java.util.List;
import java.util.Map;

/**
 * The numbers of a generated organization: its accounts, and how many of each kind lie where. Computed when asked, so
 * that it takes no more room for a thousand accounts than for one.
 */
final class Census {
    private static final long FIRST_MEMBER = 200_000_000_000L;
    private static final long MANAGEMENT = 123_456_789_012L;

    private final OrganizationSize size;
    private final List<String> regions;
    private final Map<String, Kind> kinds;
    private final long[] upTo;

    /**
     * @param size how large it is
     * @param regions regions in use, the home region first
     * @param kinds the mix by name, in its own order
     */
    Census(OrganizationSize size, List<String> regions, Map<String, Kind> kinds) {
        this.size = size;
        this.regions = List.copyOf(regions);
        this.kinds = Map.copyOf(kinds);
        this.upTo = new long[kinds.size() + 1];
        kinds.values().forEach(k -> upTo[k.number() + 1] = k.share());
        for (int i = 1; i < upTo.length; i++) {
            upTo[i] += upTo[i - 1];
        }
    }

    long seed() {
        return size.seed();
    }

    int accounts() {
        return size.accounts();
    }

    List<String> regions() {
        return regions;
    }

    String home() {
        return regions.get(0);
    }

    String management() {
        return account(0);
    }

    /** The id of an account by its number from 0; the first is the management account. */
    String account(long number) {
        return Long.toString(number == 0 ? MANAGEMENT : FIRST_MEMBER + number);
    }

    /** The number of an account, -1 when the organization has no such account. */
    int number(String account) {
        if (account.equals(Long.toString(MANAGEMENT))) {
            return 0;
        }
        try {
            long number = Long.parseLong(account) - FIRST_MEMBER;
            return number > 0 && number < size.accounts() ? (int) number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    Kind kind(String name) {
        Kind found = kinds.get(name);
        if (found == null) {
            throw new IllegalArgumentException("the mix has no kind `" + name + "`");
        }
        return found;
    }

    /** How many resources of a kind the whole organization has; all kinds that are shared out add up to its size. */
    long total(Kind kind) {
        if (kind.share() == 0) {
            return switch (kind.place()) {
                case REGION -> kind.each() * accounts() * regions.size();
                case ACCOUNT -> kind.each() * accounts();
                case MANAGEMENT, MANAGEMENT_HOME -> kind.each();
                case MEMBERS -> accounts();
            };
        }
        long all = upTo[upTo.length - 1];
        return size.resources() * upTo[kind.number() + 1] / all - size.resources() * upTo[kind.number()] / all;
    }

    /** How many of a kind are found in an account and region. */
    long count(Kind kind, String account, String region) {
        int number = number(account);
        int where = regions.indexOf(region);
        boolean here = switch (kind.place()) {
            case REGION -> number >= 0 && where >= 0;
            case ACCOUNT -> number >= 0;
            case MANAGEMENT, MEMBERS -> number == 0;
            case MANAGEMENT_HOME -> number == 0 && where == 0;
        };
        if (!here) {
            return 0;
        }
        if (kind.place() == Place.MEMBERS) {
            return accounts();
        }
        if (kind.share() == 0) {
            return kind.each();
        }
        long slots = kind.place() == Place.REGION ? (long) accounts() * regions.size() : accounts();
        // Neighbours in the order of accounts lie in the same account, so the regions alternate: home has as many.
        long slot = kind.place() == Place.REGION ? (long) number * regions.size() + where : number;
        long total = total(kind);
        return share(total, slot + 1, slots) - share(total, slot, slots);
    }

    /** What the first slots have together. Later slots have more, up to three times as many as the first. */
    private static long share(long total, long slots, long all) {
        return (long) Math.floor((double) total * slots * (all + slots) / (2.0 * all * all));
    }
}

package dev.holdfast.model;

/**
 * Where a call is made: one account, one region.
 *
 * @param account the account whose resources are meant
 * @param region the region, or {@link Region#GLOBAL}
 */
public record Scope(AccountId account, Region region) implements Comparable<Scope> {
    @Override
    public int compareTo(Scope other) {
        int byAccount = account.compareTo(other.account);
        return byAccount != 0 ? byAccount : region.compareTo(other.region);
    }

    @Override
    public String toString() {
        return account + "/" + region;
    }
}

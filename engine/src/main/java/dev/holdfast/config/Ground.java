package dev.holdfast.config;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * What a file is held against.
 *
 * @param today the day (UTC) for review dates and ends
 * @param known the organization as it was last seen; empty when nobody looked
 */
public record Ground(LocalDate today, Optional<Known> known) {
    /**
     * What there is.
     *
     * @param units names and paths of units
     * @param accounts ids and names of accounts
     */
    public record Known(Set<String> units, Set<String> accounts) {
        public Known {
            units = Set.copyOf(units);
            accounts = Set.copyOf(accounts);
        }
    }

    /** Nothing is known but the day. */
    public static Ground bare(LocalDate today) {
        return new Ground(today, Optional.empty());
    }
}

package dev.holdfast.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run collects from: the accounts and regions in scope and how each is reached.
 *
 * @param id the organization id ({@code o-…}), null when the caller's account belongs to none or it could not be read
 * @param management the management account, null when unknown
 * @param accounts active accounts in scope, sorted by id
 * @param regions regions in scope, sorted
 * @param closed accounts that are not read since AWS lets nobody into them: suspended, about to be closed, closed, or not
 *     there yet; sorted by id
 */
public record Organization(
        @Nullable String id,
        @Nullable AccountId management,
        List<Account> accounts,
        List<Region> regions,
        List<Account> closed) {
    /** An organization of which only the accounts that are read matter. */
    public Organization(
            @Nullable String id, @Nullable AccountId management, List<Account> accounts, List<Region> regions) {
        this(id, management, accounts, regions, List.of());
    }

    /**
     * One account of the organization.
     *
     * @param id the account id
     * @param name the name shown to people
     * @param status AWS's word: {@code ACTIVE}, {@code SUSPENDED}, {@code PENDING_CLOSURE} …
     */
    public record Account(AccountId id, String name, String status) {}
}

package dev.holdfast.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A point from which something can be restored.
 *
 * @param kind such as {@code rds-snapshot}, {@code rds-continuous}, {@code vault-point}
 * @param point its ARN; for continuous backups that of the resource and {@code :latest}
 * @param account where it lies
 * @param region where it lies
 * @param at the moment it leads back to; null where it leads to any (versions are kept all along)
 * @param from the earliest moment a continuous one leads back to; null where nothing bounds it, or nothing is known
 * @param key the key it lies under, null when none or not told
 * @param vault the vault it lies in, null when in none
 * @param locked whether deleting it is refused
 * @param usable whether it can be restored from: not expired, its key enabled and readable; null when that was not read
 * @param why why it cannot, or cannot be told; empty when it can
 * @param elsewhereAccount whether it lies in another account than its source
 * @param elsewhereRegion whether it lies in another region than its source
 * @param independent whether its key is out of reach of the source's account; null when that was not read
 */
public record RestorePoint(
        String kind,
        String point,
        String account,
        String region,
        @Nullable Instant at,
        @Nullable Instant from,
        @Nullable String key,
        @Nullable String vault,
        boolean locked,
        @Nullable Boolean usable,
        String why,
        boolean elsewhereAccount,
        boolean elsewhereRegion,
        @Nullable Boolean independent) {

    /** Whether it leads back to any moment up to now, or up to {@link #at}. */
    public boolean continuous() {
        return kind.endsWith("-continuous") || kind.equals("s3-versions") || kind.equals("s3-replica");
    }

    /** The same, told otherwise whether it can be restored from. */
    public RestorePoint with(@Nullable Boolean isUsable, String because) {
        return new RestorePoint(
                kind,
                point,
                account,
                region,
                at,
                from,
                key,
                vault,
                locked,
                isUsable,
                because,
                elsewhereAccount,
                elsewhereRegion,
                independent);
    }
}

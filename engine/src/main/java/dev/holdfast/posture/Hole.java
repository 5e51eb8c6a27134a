package dev.holdfast.posture;

import dev.holdfast.content.TableDefinition.Extent;
import dev.holdfast.model.Unread;
import org.jspecify.annotations.Nullable;

/**
 * A fact that a check reads and that is not known.
 *
 * @param table the table that lacks it
 * @param extent where that table is read
 * @param account the account asked
 * @param region the region asked, or {@code global}
 * @param resource the row that lacks it, empty when the listing failed
 * @param derived whether the table was computed from others
 * @param operation what failed
 * @param error why
 * @param unread who was refused what, and what mends it; null when the table was computed
 */
record Hole(
        String table,
        Extent extent,
        String account,
        String region,
        String resource,
        boolean derived,
        String operation,
        String error,
        @Nullable Unread unread) {
    /** Why a verdict is not known, for people. */
    String reason() {
        String where = region.equals("global") ? "account " + account : "account " + account + ", " + region;
        return operation + " failed in " + where + (resource.isEmpty() ? "" : " for " + resource)
                + (error.isEmpty() ? "" : ": " + error)
                + (unread == null || unread.advice().isEmpty() ? "" : ". " + unread.advice());
    }
}

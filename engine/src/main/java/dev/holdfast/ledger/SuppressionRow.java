package dev.holdfast.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An exception from the queue as the ledger keeps it: who wants what silenced, why and until when.
 *
 * @param id its id
 * @param rule id of the rule silenced
 * @param account only in this account, null for any
 * @param actor only for this actor, null for any
 * @param resource only for this resource, null for any
 * @param owner who answers for it
 * @param reason why it is right
 * @param grantedBy who granted it
 * @param grantedAt when
 * @param expiresAt when it ends
 * @param endedAt when somebody ended it before, null when nobody did
 * @param endedBy who ended it
 * @param despite why it was granted although it silences something that was harm before, null when it does not
 * @param hits how many findings it has kept out of the queue
 * @param lastHit when the newest of them happened, null when there is none
 */
public record SuppressionRow(
        String id,
        String rule,
        @Nullable String account,
        @Nullable String actor,
        @Nullable String resource,
        String owner,
        String reason,
        String grantedBy,
        Instant grantedAt,
        Instant expiresAt,
        @Nullable Instant endedAt,
        @Nullable String endedBy,
        @Nullable String despite,
        long hits,
        @Nullable Instant lastHit) {
    /** True while it is in force. */
    public boolean inForce(Instant now) {
        return endedAt == null && expiresAt.isAfter(now);
    }
}

package dev.holdfast.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's agreement to exactly one thing, good once.
 *
 * @param id its id
 * @param digest digest of what was agreed to
 * @param approver who agreed
 * @param givenAt when
 * @param expiresAt from when on it is worth nothing
 * @param usedAt when it was used, null while it was not
 * @param usedBy the run that used it, null while none did
 */
public record Approval(
        String id,
        String digest,
        String approver,
        Instant givenAt,
        Instant expiresAt,
        @Nullable Instant usedAt,
        @Nullable String usedBy) {}

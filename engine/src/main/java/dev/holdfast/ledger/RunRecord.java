package dev.holdfast.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as it was started. How it stands follows from its journal alone.
 *
 * @param id its id
 * @param kind {@code fix}, {@code respond}, {@code drill} …
 * @param title one line for people
 * @param planDigest digest of the plan that it carries out
 * @param plan the plan
 * @param documents the documents it uses, by id, as they were then: later edits of the content do not touch it
 * @param caseId the case it belongs to, null when none
 * @param caller who started it
 * @param environment {@code aws}, {@code emulator} or {@code simulated}
 * @param createdAt when
 */
public record RunRecord(
        String id,
        String kind,
        String title,
        String planDigest,
        JsonNode plan,
        JsonNode documents,
        @Nullable String caseId,
        String caller,
        String environment,
        Instant createdAt) {}

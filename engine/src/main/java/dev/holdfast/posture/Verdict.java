package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Unread;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of a check's answer.
 *
 * @param resource what it is about
 * @param account its account, empty for the organization
 * @param region its region or {@code global}
 * @param outcome what the check says
 * @param reason why
 * @param reads the accounts whose facts decided it, null for all
 * @param unread the call that kept it from being known, null when none did
 */
record Verdict(
        String resource,
        String account,
        String region,
        Outcome outcome,
        String reason,
        @Nullable Set<String> reads,
        @Nullable Unread unread) {
    /** The outcomes, the one that weighs most first: what counts when a check speaks twice of one resource. */
    static final List<Outcome> WEIGHT =
            List.of(Outcome.FAIL, Outcome.UNKNOWN, Outcome.MANUAL, Outcome.PASS, Outcome.NOT_APPLICABLE);

    static Verdict of(ObjectNode row) {
        String status = row.path("status").asText().toUpperCase(Locale.ROOT).replace('-', '_');
        Outcome outcome =
                WEIGHT.stream().filter(o -> o.name().equals(status)).findFirst().orElse(Outcome.UNKNOWN);
        String reason = text(row, "reason");
        boolean unclear = outcome == Outcome.UNKNOWN && !status.equals("UNKNOWN");
        if (outcome == Outcome.NOT_APPLICABLE && reason.isBlank()) {
            outcome = Outcome.UNKNOWN;
            reason = "the check gave no reason why it does not apply";
        }
        return new Verdict(
                text(row, "resource"),
                text(row, "account"),
                row.path("region").isTextual() ? row.path("region").asText() : "global",
                outcome,
                unclear ? "the check came to no verdict" + (reason.isEmpty() ? "" : ": " + reason) : reason,
                reads(row.path("reads")),
                null);
    }

    private static String text(ObjectNode row, String column) {
        return row.path(column).isNull() ? "" : row.path(column).asText();
    }

    private static @Nullable Set<String> reads(JsonNode accounts) {
        if (!accounts.isArray()) {
            return null;
        }
        Set<String> out = new HashSet<>();
        accounts.forEach(a -> out.add(a.asText()));
        return out;
    }

    /** True when it is not known and says which call kept it from being so. */
    boolean named() {
        return outcome == Outcome.UNKNOWN && unread != null;
    }

    Verdict unknown(Hole hole) {
        return new Verdict(resource, account, region, Outcome.UNKNOWN, hole.reason(), reads, hole.unread());
    }
}

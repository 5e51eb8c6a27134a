package dev.holdfast.posture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Unread;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final int MOST_SHARED = 4096;

    /** The outcomes, the one that weighs most first: what counts when a check speaks twice of one resource. */
    static final List<Outcome> WEIGHT =
            List.of(Outcome.FAIL, Outcome.UNKNOWN, Outcome.MANUAL, Outcome.PASS, Outcome.NOT_APPLICABLE);

    /**
     * @param row what the check's query says
     * @param once texts that rows have in common, each once: accounts, regions and many reasons
     */
    static Verdict of(ObjectNode row, Map<String, String> once) {
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
                shared(text(row, "account"), once),
                shared(row.path("region").isTextual() ? row.path("region").asText() : "global", once),
                outcome,
                shared(
                        unclear ? "the check came to no verdict" + (reason.isEmpty() ? "" : ": " + reason) : reason,
                        once),
                reads(row.path("reads")),
                null);
    }

    private static String shared(String text, Map<String, String> once) {
        String before = once.get(text);
        if (before != null) {
            return before;
        }
        if (once.size() < MOST_SHARED) {
            once.put(text, text);
        }
        return text;
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

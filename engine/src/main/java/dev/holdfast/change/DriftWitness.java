package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.Event;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds in CloudTrail records who changed what drifted: the last successful write of the same service, later than the
 * run's own, in the same account, whose request names the thing. Takes events in any order; bounded by the number of
 * drifts.
 */
public final class DriftWitness {
    private final List<Drift> drifts;
    private final Map<Drift, Seen> seen = new HashMap<>();

    /**
     * A change by somebody.
     *
     * @param at when
     * @param actor ARN of who did it
     * @param operation {@code service:Operation}
     * @param sourceIp where from, empty when the record does not say
     * @param event id of the record
     */
    public record Seen(Instant at, String actor, String operation, String sourceIp, String event) {}

    /** @param drifts what is to be explained */
    public DriftWitness(List<Drift> drifts) {
        this.drifts = drifts.stream().filter(Drift::drifted).toList();
    }

    /** Looks at one event. */
    public void accept(Event event) {
        JsonNode raw = event.raw();
        if (!raw.has("eventSource") || raw.path("readOnly").asBoolean() || raw.hasNonNull("errorCode")) {
            return;
        }
        String service = raw.path("eventSource").asText().replaceAll("\\.amazonaws\\.com$", "");
        String account = raw.path("recipientAccountId")
                .asText(raw.path("userIdentity").path("accountId").asText());
        for (Drift drift : drifts) {
            boolean same = drift.operation().startsWith(service + ":")
                    && drift.account().equals(account)
                    && event.time().isAfter(drift.since());
            if (same && names(raw.path("requestParameters"), drift)) {
                Seen now = seen(event, service);
                seen.merge(drift, now, (a, b) -> a.at().isAfter(b.at()) ? a : b);
            }
        }
    }

    /** Who changed it; empty when the logs given do not say. */
    public Optional<Seen> of(Drift drift) {
        return Optional.ofNullable(seen.get(drift));
    }

    private static Seen seen(Event event, String service) {
        JsonNode raw = event.raw();
        JsonNode who = raw.path("userIdentity");
        return new Seen(
                event.time(),
                who.path("arn")
                        .asText(who.path("invokedBy").asText(who.path("type").asText())),
                service + ":" + raw.path("eventName").asText(),
                raw.path("sourceIPAddress").asText(),
                event.id());
    }

    private static boolean names(JsonNode request, Drift drift) {
        if (request.isTextual()) {
            return drift.names().contains(request.textValue());
        }
        for (JsonNode child : request) {
            if (names(child, drift)) {
                return true;
            }
        }
        return false;
    }
}

package dev.holdfast.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Sends events of PagerDuty's Events API v2. A case is one incident: its id is the {@code dedup_key}, so that worse news
 * and repetitions join it, and closing the case resolves it.
 */
public final class PagerDutyDoor implements Door {
    /** Source: PagerDuty, Events API v2 overview. */
    public static final String USUAL = "https://events.pagerduty.com/v2/enqueue";

    private static final int LONGEST_SUMMARY = 1_024;

    private final URI url;
    private final String key;
    private final Wire wire;

    /**
     * @param url where to; {@link #USUAL} unless the account lives elsewhere
     * @param key the integration's key
     * @throws IllegalArgumentException when the address will not do
     */
    public PagerDutyDoor(String url, String key) {
        this.url = Wire.address(url);
        this.key = key;
        this.wire = new Wire(List.of(key));
    }

    @Override
    public String deliver(Notice notice, Instant now) throws Refused {
        boolean closed = notice.kind() == Notice.Kind.CLOSED;
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("routing_key", key)
                .put("event_action", closed ? "resolve" : "trigger")
                .put("dedup_key", "holdfast-" + notice.about());
        if (!closed) {
            String headline = notice.headline();
            ObjectNode payload = body.put("client", "Holdfast").putObject("payload");
            payload.put("summary", headline.substring(0, Math.min(headline.length(), LONGEST_SUMMARY)))
                    .put("source", notice.account().isEmpty() ? "holdfast" : notice.account())
                    .put("severity", severity(notice))
                    .put("timestamp", notice.at().toString())
                    .put("component", notice.about());
            ObjectNode details = payload.putObject("custom_details").put("score", notice.score());
            details.put("actor", notice.actor()).put("facts", String.join("\n", notice.lines()));
        }
        return wire.post(url, body.toString(), Map.of())
                .json()
                .path("dedup_key")
                .asText("");
    }

    private static String severity(Notice notice) {
        return switch (notice.severity()) {
            case CRITICAL -> "critical";
            case HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, INFORMATIONAL -> "info";
        };
    }
}

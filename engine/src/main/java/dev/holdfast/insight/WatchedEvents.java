package dev.holdfast.insight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody should be told of, as events that CloudTrail would write: for each watch, such as {@code trail-changes},
 * the events that its alarm must hear. The events stand in {@code insight/watched-events.json}; a call is tried as made
 * by a user and by a role, since a filter that hears only one of them is deaf to the other.
 */
final class WatchedEvents {
    /**
     * One event.
     *
     * @param name what people call it
     * @param event as CloudTrail writes it
     */
    record Sample(String name, JsonNode event) {}

    /**
     * One watch.
     *
     * @param often whether its events are so usual that an alarm may wait for several
     * @param samples the events it must hear
     */
    record Watch(String name, boolean often, List<Sample> samples) {}

    /** All watches. */
    static final List<Watch> ALL;

    /** Events that happen all the time: a filter that counts them as well tells nothing. */
    static final List<Sample> ORDINARY;

    static {
        JsonNode file = file();
        ALL = file.path("watches").properties().stream()
                .map(e -> watch(file, e.getKey(), e.getValue()))
                .toList();
        ORDINARY = samples(file, file.path("ordinary"));
    }

    private WatchedEvents() {}

    private static JsonNode file() {
        try (InputStream in = WatchedEvents.class.getResourceAsStream("/insight/watched-events.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Watch watch(JsonNode file, String name, JsonNode watch) {
        List<Sample> samples = new ArrayList<>(samples(file, watch.path("events")));
        Map<String, JsonNode> callers = new LinkedHashMap<>();
        file.path("callers").properties().forEach(c -> callers.put(c.getKey(), c.getValue()));
        for (JsonNode call : watch.path("calls")) {
            callers.forEach((who, identity) -> {
                ObjectNode event = file.path("event").deepCopy();
                event.put("eventSource", watch.path("source").asText());
                event.set("eventName", call);
                event.set("userIdentity", identity);
                samples.add(new Sample(call.asText() + " by " + who, event));
            });
        }
        return new Watch(name, watch.path("often").asBoolean(), List.copyOf(samples));
    }

    private static List<Sample> samples(JsonNode file, JsonNode events) {
        List<Sample> out = new ArrayList<>();
        for (JsonNode one : events) {
            ObjectNode event = file.path("event").deepCopy();
            event.set("userIdentity", file.path("callers").path("a role"));
            one.path("with").properties().forEach(e -> event.set(e.getKey(), e.getValue()));
            out.add(new Sample(one.path("name").asText(), event));
        }
        return out;
    }
}

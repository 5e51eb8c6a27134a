package dev.holdfast.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.detect.CorrelationWindow.Burst;
import dev.holdfast.detect.CorrelationWindow.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Correlation state in memory that says what changed, as texts that whoever keeps them gives back after a restart. Capped
 * like {@link BoundedCorrelationState}: a group that is forgotten is a change too.
 */
public final class KeptCorrelationState implements CorrelationState {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final char BETWEEN = '\u001e';

    private final BoundedCorrelationState state;
    private final Map<String, @Nullable CorrelationWindow> changed = new LinkedHashMap<>();

    /** @param maxEntries most entries over all groups */
    public KeptCorrelationState(int maxEntries) {
        state = new BoundedCorrelationState(
                maxEntries, (correlation, group) -> changed.put(name(correlation, group), null));
    }

    @Override
    public CorrelationWindow read(String correlation, String group) {
        return state.read(correlation, group);
    }

    @Override
    public void write(String correlation, String group, CorrelationWindow window) {
        changed.put(name(correlation, group), window);
        state.write(correlation, group, window);
    }

    @Override
    public long evicted() {
        return state.evicted();
    }

    /** What changed since this was last asked, by group; null for a group that was forgotten. */
    public Map<String, @Nullable String> changes() {
        Map<String, @Nullable String> out = new LinkedHashMap<>();
        changed.forEach((name, window) -> out.put(name, window == null ? null : text(window)));
        changed.clear();
        return out;
    }

    /**
     * Takes back what {@link #changes} gave.
     *
     * @throws IllegalArgumentException when it was written by something else
     */
    public void restore(String name, String text) {
        int between = name.indexOf(BETWEEN);
        state.write(name.substring(0, between), name.substring(between + 1), window(text));
        changed.remove(name);
    }

    private static String name(String correlation, String group) {
        return correlation + BETWEEN + group;
    }

    private static String text(CorrelationWindow window) {
        ObjectNode out = JSON.createObjectNode();
        ArrayNode seen = out.putArray("seen");
        window.seen()
                .forEach(s -> seen.addArray()
                        .add(s.at())
                        .add(s.event())
                        .add(s.value())
                        .add(s.rule()));
        ArrayNode bursts = out.putArray("bursts");
        window.bursts().forEach(b -> bursts.addArray().add(b.from()).add(b.to()));
        return out.toString();
    }

    private static CorrelationWindow window(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            List<Seen> seen = new ArrayList<>();
            for (JsonNode s : node.path("seen")) {
                seen.add(new Seen(
                        s.path(0).asLong(),
                        s.path(1).asText(),
                        s.path(2).asText(),
                        s.path(3).asText()));
            }
            List<Burst> bursts = new ArrayList<>();
            for (JsonNode b : node.path("bursts")) {
                bursts.add(new Burst(b.path(0).asLong(), b.path(1).asLong()));
            }
            return new CorrelationWindow(seen, bursts);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a correlation's window", e);
        }
    }
}

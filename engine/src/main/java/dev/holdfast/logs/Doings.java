package dev.holdfast.logs;

import dev.holdfast.content.Ask;
import dev.holdfast.lake.KeptEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What somebody or something did, and what was done to it, summed up from events that name it. Memory grows with the number of
 * different operations, addresses and resources, at most {@link #MOST} of each; what is beyond that is counted.
 */
public final class Doings {
    static final int MOST = 500;

    private final Ask.About about;
    private final String value;
    private final Sum did = new Sum();
    private final Sum suffered = new Sum();

    /**
     * @param about what the value is
     * @param value the one that is asked about
     */
    public Doings(Ask.About about, String value) {
        this.about = about;
        this.value = value;
    }

    /**
     * One operation or other value, how often, and when.
     *
     * @param what its name
     * @param count how often
     * @param refused how many of them were refused
     * @param first the first of them
     * @param last the last of them
     */
    public record Line(String what, long count, long refused, Instant first, Instant last) {}

    /**
     * One side of it.
     *
     * @param events how many
     * @param refused how many were refused
     * @param first when first seen, null when never
     * @param last when last seen, null when never
     * @param by a list for each of {@code operations}, {@code addresses}, {@code accounts}, {@code regions}, {@code
     *     resources}, {@code actors}, {@code keys}, {@code sources}, the most frequent first
     * @param leftOut how many values were not told apart any more
     */
    public record Side(
            long events,
            long refused,
            @Nullable Instant first,
            @Nullable Instant last,
            Map<String, List<Line>> by,
            long leftOut) {}

    /** Takes in an event that names the value. */
    public void add(KeptEvent event) {
        (acted(event) ? did : suffered).add(event);
    }

    private boolean acted(KeptEvent event) {
        String actor = event.actor();
        return switch (about) {
            case KEY -> event.accessKey().equals(value);
            case ADDRESS -> event.sourceIp().equals(value);
            case USER -> actor.equals(value) || (actor.contains(":user/") && actor.endsWith("/" + value));
            case ROLE ->
                actor.contains(":assumed-role/" + value + "/")
                        || (actor.contains(":role/") && actor.endsWith("/" + value));
            // The session of an instance's role has the instance's id for its name.
            case INSTANCE -> actor.contains(":assumed-role/") && actor.endsWith("/" + value);
            case INTERFACE -> actor.equals(value);
            case THING -> false;
        };
    }

    /** What it did. */
    public Side did() {
        return did.side();
    }

    /** What was done to it, or told about it. */
    public Side suffered() {
        return suffered.side();
    }

    private static final class Sum {
        private final Map<String, Map<String, Line>> by = new LinkedHashMap<>();
        private long events;
        private long refused;
        private long leftOut;
        private @Nullable Instant first;
        private @Nullable Instant last;

        void add(KeptEvent kept) {
            Instant at = kept.event().time();
            boolean no = !kept.error().isEmpty();
            events++;
            refused += no ? 1 : 0;
            first = first == null || at.isBefore(first) ? at : first;
            last = last == null || at.isAfter(last) ? at : last;
            var source = kept.event().source();
            Map<String, String> values = new LinkedHashMap<>();
            values.put("operations", kept.name());
            values.put("addresses", kept.sourceIp());
            values.put("accounts", kept.account());
            values.put("regions", kept.region());
            values.put("resources", kept.resource());
            values.put("actors", kept.actor());
            values.put("keys", kept.accessKey());
            values.put("sources", source.product() + "/" + source.service());
            values.forEach((name, text) -> count(name, text, at, no));
        }

        private void count(String name, String text, Instant at, boolean no) {
            if (text.isEmpty()) {
                return;
            }
            Map<String, Line> lines = by.computeIfAbsent(name, n -> new TreeMap<>());
            if (lines.size() >= MOST && !lines.containsKey(text)) {
                leftOut++;
                return;
            }
            lines.merge(
                    text,
                    new Line(text, 1, no ? 1 : 0, at, at),
                    (a, b) -> new Line(
                            text,
                            a.count() + 1,
                            a.refused() + b.refused(),
                            a.first().isBefore(at) ? a.first() : at,
                            a.last().isAfter(at) ? a.last() : at));
        }

        Side side() {
            Map<String, List<Line>> out = new LinkedHashMap<>();
            by.forEach((name, lines) -> {
                List<Line> sorted = new ArrayList<>(lines.values());
                sorted.sort(Comparator.comparingLong(Line::count).reversed().thenComparing(Line::what));
                out.put(name, sorted);
            });
            return new Side(events, refused, first, last, out, leftOut);
        }
    }
}

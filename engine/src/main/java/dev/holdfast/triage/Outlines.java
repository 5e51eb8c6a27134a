package dev.holdfast.triage;

import dev.holdfast.model.Finding;
import dev.holdfast.model.Sighting;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Holds findings elsewhere and in the heap only their outlines: what triage groups, scores and names cases by, with equal
 * texts held once. Reasons, events, addresses and facts, which are most of a finding, are left out. One thread.
 */
public final class Outlines implements Holding {
    /** Texts beyond are held as often as they come: they hardly repeat, and a table of them would be one more copy. */
    private static final int MOST_TEXTS = 10_000;

    private final ToLongFunction<Finding> put;
    private final LongFunction<Finding> get;
    private final IdentityHashMap<Finding, Long> places = new IdentityHashMap<>();
    private final Map<String, String> texts = new HashMap<>();

    /**
     * @param put keeps a finding and gives its place
     * @param get reads one again
     */
    public Outlines(ToLongFunction<Finding> put, LongFunction<Finding> get) {
        this.put = put;
        this.get = get;
    }

    @Override
    public Finding hold(Finding whole) {
        Finding outline = outline(whole);
        places.put(outline, put.applyAsLong(whole));
        return outline;
    }

    @Override
    public Finding whole(Finding held) {
        Long place = places.get(held);
        if (place == null) {
            throw new IllegalStateException("no finding is held for " + held.key());
        }
        return get.apply(place);
    }

    @Override
    public void release(Finding held) {
        places.remove(held);
    }

    /** How many findings are held. */
    public int size() {
        return places.size();
    }

    /** An outline of which nobody will ask the whole. */
    public Finding outline(Finding whole) {
        Sighting seen = whole.sighting();
        return new Finding(
                whole.kind(),
                once(whole.rule()),
                once(whole.title()),
                whole.function(),
                whole.severity(),
                whole.outcome(),
                once(whole.resource()),
                once(whole.account()),
                once(whole.region()),
                "",
                Map.of(),
                "",
                null,
                seen == null ? null : outline(seen));
    }

    private Sighting outline(Sighting seen) {
        Instant first = seen.firstTime();
        return new Sighting(
                seen.time().equals(first) ? first : seen.time(),
                first,
                once(seen.actor()),
                seen.accessKey(),
                "",
                "",
                "",
                List.of(),
                seen.count(),
                List.of(),
                onceOrNull(seen.respond()),
                null);
    }

    private @Nullable String onceOrNull(@Nullable String text) {
        return text == null ? null : once(text);
    }

    private String once(String text) {
        String known = texts.get(text);
        if (known == null && texts.size() < MOST_TEXTS) {
            texts.put(text, text);
        }
        return known == null ? text : known;
    }
}

package dev.holdfast.detect;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Correlation state in memory, bounded in entries; the group written longest ago is forgotten first, and counted. */
public final class BoundedCorrelationState implements CorrelationState {
    /** Entries kept when nothing else is said: about 200 MB at the very most. */
    public static final int DEFAULT_ENTRIES = 1_000_000;

    private record Group(String correlation, String values) {}

    private final int maxEntries;
    private final BiConsumer<String, String> forgotten;
    private final LinkedHashMap<Group, CorrelationWindow> windows = new LinkedHashMap<>();
    private long entries;
    private long evicted;

    public BoundedCorrelationState() {
        this(DEFAULT_ENTRIES);
    }

    /** @param maxEntries most entries over all groups; a group counts at least one */
    public BoundedCorrelationState(int maxEntries) {
        this(maxEntries, (correlation, group) -> {});
    }

    /** @param forgotten told of every group that is forgotten */
    BoundedCorrelationState(int maxEntries, BiConsumer<String, String> forgotten) {
        this.maxEntries = maxEntries;
        this.forgotten = forgotten;
    }

    @Override
    public CorrelationWindow read(String correlation, String group) {
        return windows.getOrDefault(new Group(correlation, group), CorrelationWindow.EMPTY);
    }

    @Override
    public void write(String correlation, String group, CorrelationWindow window) {
        Group key = new Group(correlation, group);
        CorrelationWindow before = windows.remove(key);
        entries -= before == null ? 0 : cost(before);
        windows.put(key, window);
        entries += cost(window);
        Iterator<Map.Entry<Group, CorrelationWindow>> oldest =
                windows.entrySet().iterator();
        while (entries > maxEntries && windows.size() > 1) {
            Map.Entry<Group, CorrelationWindow> gone = oldest.next();
            entries -= cost(gone.getValue());
            oldest.remove();
            evicted++;
            forgotten.accept(gone.getKey().correlation(), gone.getKey().values());
        }
    }

    @Override
    public long evicted() {
        return evicted;
    }

    private static int cost(CorrelationWindow window) {
        return Math.max(1, window.size());
    }
}

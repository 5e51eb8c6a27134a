package dev.holdfast.model;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Equal values held once: what is said of a thousand accounts is the same in most of them. Values must not change
 * afterwards. Safe for many threads.
 */
public final class Same {
    private final Map<Object, Object> known = new ConcurrentHashMap<>();

    /** The value itself, or one that came earlier and equals it. */
    @SuppressWarnings("unchecked")
    public <T> T once(T value) {
        Object earlier = known.putIfAbsent(value, value);
        return earlier == null ? value : (T) earlier;
    }
}

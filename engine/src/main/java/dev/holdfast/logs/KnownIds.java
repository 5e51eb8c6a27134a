package dev.holdfast.logs;

import java.util.Iterator;
import java.util.LinkedHashSet;

/** Remembers event ids so that each event is given once; bounded, the oldest are forgotten first. */
final class KnownIds {
    private final int max;
    private final LinkedHashSet<String> ids = new LinkedHashSet<>();

    KnownIds(int max) {
        this.max = max;
    }

    /** True when the id was not known; it is from now on. */
    boolean add(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > max) {
            Iterator<String> oldest = ids.iterator();
            oldest.next();
            oldest.remove();
        }
        return true;
    }
}

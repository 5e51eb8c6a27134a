package dev.holdfast.detect;

import dev.holdfast.model.Event;
import java.util.List;

/** Tells from a record's bytes whether any rule of its source hits it. One thread. */
public final class Sieve {
    private final Matching matching;
    private final Found found;

    Sieve(Matching matching) {
        this.matching = matching;
        this.found = matching.found();
    }

    /**
     * @param rules compiled once
     * @param fields where the fields of the source stand
     * @param source whose records are read
     * @param wanted members of the record itself, asked about by number
     */
    static Sieve of(DetectionRules rules, SourceFields fields, Event.LogSource source, List<String> wanted) {
        List<FieldPath> paths = wanted.stream().map(FieldPath::member).toList();
        return new Sieve(new Matching(rules.route(source, fields, paths)));
    }

    /**
     * Reads the JSON object that begins at a place.
     *
     * @return the place after it; -1 where the bytes end before it does; less for what is no such object
     */
    public int read(byte[] bytes, int from, int to) {
        return matching.read(bytes, from, to);
    }

    /** Whether the record last read has the member. */
    public boolean isPresent(int wanted) {
        return found.isPresent(wanted);
    }

    /** The member's text; empty when it has none, or several, or is no text. */
    public String text(int wanted) {
        int link = found.isPresent(wanted) ? found.firstLink(wanted) : -1;
        if (link < 0 || found.nextLink(link) >= 0) {
            return "";
        }
        int value = found.valueOf(link);
        return found.kind(value) == FieldValue.Kind.TEXT ? found.text(value) : "";
    }

    /** Whether the record last read goes over several lines. */
    public boolean breaks() {
        return matching.breaks();
    }

    /** Whether a rule hits the record last read. */
    public boolean hits() {
        return matching.hits().length > 0;
    }
}

package dev.holdfast.triage;

import dev.holdfast.model.Case;
import java.util.List;

/**
 * A case with how its score came about.
 *
 * @param value the case
 * @param score the terms of its score
 */
public record ScoredCase(Case value, Score score) {
    /** What happened in it, oldest first. */
    public List<TimelineEntry> timeline() {
        return value.findings().stream()
                .map(f -> new TimelineEntry(
                        Deduplication.seen(f).firstTime(),
                        Deduplication.seen(f).event(),
                        f.rule(),
                        f.reason(),
                        Deduplication.seen(f).count()))
                .toList();
    }
}

package dev.holdfast.report;

import dev.holdfast.model.Case;
import java.util.Comparator;
import java.util.List;

/**
 * A case and what happened in it.
 *
 * @param subject the case
 * @param timeline what happened, oldest first
 */
public record CaseStory(Case subject, List<TimelineEntry> timeline) {
    /** Sorts the timeline by time; entries of the same instant stay in the order given. */
    public CaseStory {
        timeline = timeline.stream()
                .sorted(Comparator.comparing(TimelineEntry::time))
                .toList();
    }
}

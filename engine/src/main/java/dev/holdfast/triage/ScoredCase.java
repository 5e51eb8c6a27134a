package dev.holdfast.triage;

import dev.holdfast.model.Case;
import java.util.List;

/**
 * A case with how its score came about and what happened in it.
 *
 * @param value the case
 * @param score the terms of its score
 * @param timeline oldest first
 */
public record ScoredCase(Case value, Score score, List<TimelineEntry> timeline) {}

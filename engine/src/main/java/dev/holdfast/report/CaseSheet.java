package dev.holdfast.report;

import dev.holdfast.model.Case;
import java.util.List;

/**
 * A case with everything that a person wants to know who works on it.
 *
 * @param subject the case
 * @param standing its state, who has it and what it turned out to be, in words
 * @param clock how its clock stands, in words
 * @param overdue whether the time is over
 * @param terms how its score came about; empty when that is not known
 * @param open who has it and what is to be done
 * @param restorable what can be restored, and to when, a sentence each; empty where that is no question
 * @param timeline what happened, in any order
 */
public record CaseSheet(
        Case subject,
        String standing,
        String clock,
        boolean overdue,
        List<Term> terms,
        CaseOpen open,
        List<String> restorable,
        List<TimelineEntry> timeline) {
    /**
     * One factor of the score.
     *
     * @param name what it is called
     * @param value 0 to 1
     * @param why what it rests on
     */
    public record Term(String name, double value, String why) {}

    /** Copies its lists. */
    public CaseSheet {
        terms = List.copyOf(terms);
        restorable = List.copyOf(restorable);
        timeline = List.copyOf(timeline);
    }

    /** The same with what can be restored. */
    public CaseSheet restoring(List<String> sentences) {
        return new CaseSheet(subject, standing, clock, overdue, terms, open, sentences, timeline);
    }

    /** The same without its timeline, as a row of the queue. */
    public CaseSheet row() {
        return new CaseSheet(subject, standing, clock, overdue, terms, open, restorable, List.of());
    }
}

package dev.holdfast.cli;

import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Finding;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.model.Sighting;
import dev.holdfast.report.CaseStory;
import dev.holdfast.report.TimelineEntry;
import java.util.ArrayList;
import java.util.List;

/** Tells what the ledger holds in the words of reports. */
final class Stories {
    private Stories() {}

    /** A case with what the other side did, what was detected, and what people and runs did about it. */
    static CaseStory ofCase(CaseFile file, Ledger ledger) {
        List<TimelineEntry> out = new ArrayList<>();
        for (Finding finding : file.facts().findings()) {
            Sighting seen = finding.sighting();
            if (seen != null) {
                out.add(new TimelineEntry(seen.firstTime(), finding.reason(), seen.actor(), TimelineEntry.Kind.ATTACK));
            }
        }
        file.notes()
                .forEach(n -> out.add(new TimelineEntry(n.at(), n.text(), n.author(), TimelineEntry.Kind.DECISION)));
        ledger.runs().stream()
                .filter(run -> file.facts().id().equals(run.caseId()))
                .forEach(run -> ledger.journal(run.id()).forEach(e -> add(out, e)));
        return new CaseStory(file.facts(), out);
    }

    private static void add(List<TimelineEntry> out, JournalEntry entry) {
        String step = entry.step();
        switch (entry.kind()) {
            case APPROVED ->
                out.add(new TimelineEntry(
                        entry.at(), "Approved " + step, approvers(entry), TimelineEntry.Kind.DECISION));
            case EVIDENCE ->
                out.add(new TimelineEntry(
                        entry.at(), "Evidence kept by " + step, entry.run(), TimelineEntry.Kind.EVIDENCE));
            case DONE ->
                out.add(new TimelineEntry(entry.at(), "Done: " + step, entry.run(), TimelineEntry.Kind.RESPONSE));
            case UNDONE ->
                out.add(new TimelineEntry(entry.at(), "Undone: " + step, entry.run(), TimelineEntry.Kind.RECOVERY));
            default -> {}
        }
    }

    private static String approvers(JournalEntry entry) {
        List<String> names = new ArrayList<>();
        entry.body().path("approvers").forEach(n -> names.add(n.asText()));
        return String.join(", ", names);
    }
}

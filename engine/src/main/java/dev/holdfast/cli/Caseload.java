package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.Case;
import dev.holdfast.report.CaseOpen;
import dev.holdfast.report.CaseSheet;
import dev.holdfast.report.Phrases;
import dev.holdfast.report.TimelineEntry;
import dev.holdfast.triage.Sla;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The cases of a ledger in the words of reports.
 *
 * @param settings how the queue is worked
 * @param now the time
 */
record Caseload(TriageSettings settings, Instant now) {
    /** The most urgent first: by score, then by id. */
    static final Comparator<CaseFile> URGENT = Comparator.comparingInt(
                    (CaseFile f) -> -f.facts().score())
            .thenComparing(f -> f.facts().id());

    Sla.Clock clock(CaseFile file) {
        Instant seen = file.seen() != null ? file.seen().at() : file.signedOffAt();
        return settings.sla().clock(file.facts().severity(), file.openedAt(), seen, now);
    }

    boolean overdue(CaseFile file) {
        return clock(file).standing() == Sla.Standing.OVERDUE;
    }

    CaseSheet sheet(CaseFile file, Ledger ledger) {
        return sheet(
                file,
                new CaseStanding(ledger, now).of(file),
                Stories.ofCase(file, ledger).timeline());
    }

    CaseSheet row(CaseFile file) {
        return sheet(file, CaseOpen.NOTHING, List.of());
    }

    private CaseSheet sheet(CaseFile file, CaseOpen open, List<TimelineEntry> timeline) {
        return new CaseSheet(
                file.facts(),
                standing(file),
                words(clock(file)),
                overdue(file),
                file.terms().stream()
                        .map(t -> new CaseSheet.Term(t.name(), t.value(), t.why()))
                        .toList(),
                open,
                List.of(),
                timeline);
    }

    static String word(Case.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String standing(CaseFile file) {
        String state = word(file.facts().state());
        return state
                + (file.disposition() == null ? "" : " as " + file.disposition())
                + (file.assignee() == null ? "" : " with " + file.assignee());
    }

    private static String words(Sla.Clock clock) {
        String length = Phrases.duration(clock.left().abs());
        return switch (clock.standing()) {
            case MET -> "seen in time";
            case RUNNING -> "look within " + length;
            case OVERDUE -> "overdue by " + length;
            case LATE -> "seen " + length + " late";
        };
    }

    /** A case with its tasks and hand-overs. */
    ObjectNode json(CaseFile file, Ledger ledger) {
        ObjectNode out = json(file);
        new CaseStanding(ledger, now).put(file, out);
        return out;
    }

    /** A case as verbs give it to programs. */
    ObjectNode json(CaseFile file) {
        ObjectNode out = Verb.JSON.valueToTree(file.facts());
        Sla.Clock clock = clock(file);
        out.put("assignee", file.assignee())
                .put("disposition", file.disposition())
                .put("openedAt", file.openedAt().toString())
                .put("changedAt", file.changedAt().toString())
                .put("seenAt", file.seen() == null ? null : file.seen().at().toString())
                .put("seenBy", file.seen() == null ? null : file.seen().by())
                .put(
                        "containedAt",
                        file.containedAt() == null ? null : file.containedAt().toString())
                .put(
                        "closedAt",
                        file.signedOffAt() == null ? null : file.signedOffAt().toString());
        out.putObject("sla")
                .put("due", clock.due().toString())
                .put("standing", clock.standing().name().toLowerCase(Locale.ROOT))
                .put("secondsLeft", clock.left().toSeconds());
        ArrayNode terms = out.putArray("scoreTerms");
        file.terms()
                .forEach(t -> terms.addObject()
                        .put("term", t.name())
                        .put("value", t.value())
                        .put("why", t.why()));
        ArrayNode notes = out.putArray("notes");
        file.notes()
                .forEach(n -> notes.addObject()
                        .put("at", n.at().toString())
                        .put("by", n.author())
                        .put("text", n.text()));
        return out;
    }
}

package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.ledger.CaseFile;
import dev.holdfast.ledger.CaseWork;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.JournalEntry;
import dev.holdfast.report.CaseOpen;
import dev.holdfast.report.Phrases;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has a case, what is to be done in it and who gave it to whom, as the ledger has it.
 *
 * @param ledger where it stands
 * @param now the time
 */
record CaseStanding(Ledger ledger, Instant now) {
    CaseOpen of(CaseFile file) {
        String id = file.facts().id();
        return new CaseOpen(
                file.assignee() == null ? "" : file.assignee(),
                ledger.caseWork().tasks(id).stream().map(this::todo).toList(),
                runs(id),
                ledger.caseWork().handOvers(id).stream()
                        .map(CaseStanding::words)
                        .toList());
    }

    private CaseOpen.Todo todo(CaseWork.Task task) {
        return new CaseOpen.Todo(
                task.number(),
                task.text(),
                task.assignee() == null ? "" : task.assignee(),
                standing(task),
                task.open());
    }

    private String standing(CaseWork.Task task) {
        Instant due = task.due();
        if (task.outcome() != null) {
            return task.outcome() + " (" + task.endedBy() + ")";
        }
        return due == null ? "open" : (due.isBefore(now) ? "overdue since " : "due ") + Phrases.minute(due);
    }

    /** What was started for a case and has not come to its end. */
    private List<String> runs(String id) {
        return ledger.runs().stream()
                .filter(run -> id.equals(run.caseId()))
                .filter(run -> {
                    long ended = ledger.journal(run.id()).stream()
                            .filter(e -> e.kind() == JournalEntry.Kind.ENDED)
                            .map(JournalEntry::step)
                            .distinct()
                            .count();
                    return ended < run.plan().path("targets").size();
                })
                .map(run -> "Run " + run.id() + " has not ended: " + run.title())
                .toList();
    }

    private static String words(CaseWork.HandOver given) {
        String giver = given.giver() == null ? "nobody" : given.giver();
        return Phrases.minute(given.at()) + " from " + giver + " to " + given.receiver()
                + (given.acceptedAt() == null
                        ? ", not taken on yet"
                        : ", taken on " + Phrases.minute(given.acceptedAt()))
                + (given.text().isEmpty() ? "" : ": " + given.text())
                + (given.open().isEmpty() ? ". Nothing was open" : ". Open then: " + String.join("; ", given.open()));
    }

    /** The same for programs, put into {@code out}. */
    void put(CaseFile file, ObjectNode out) {
        String id = file.facts().id();
        out.put("holder", file.assignee());
        ArrayNode tasks = out.putArray("tasks");
        ledger.caseWork()
                .tasks(id)
                .forEach(task -> tasks.addObject()
                        .put("n", task.number())
                        .put("text", task.text())
                        .put("assignee", task.assignee())
                        .put("due", text(task.due()))
                        .put("openedAt", task.openedAt().toString())
                        .put("openedBy", task.openedBy())
                        .put("endedAt", text(task.endedAt()))
                        .put("endedBy", task.endedBy())
                        .put("outcome", task.outcome()));
        ArrayNode given = out.putArray("handOvers");
        ledger.caseWork().handOvers(id).forEach(one -> {
            ObjectNode node = given.addObject()
                    .put("at", one.at().toString())
                    .put("from", one.giver())
                    .put("to", one.receiver())
                    .put("note", one.text())
                    .put("acceptedAt", text(one.acceptedAt()));
            one.open().forEach(node.putArray("open")::add);
        });
        of(file).open().forEach(out.putArray("open")::add);
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}

package dev.holdfast.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done in cases, and who gave which case to whom. Nothing of it is ever deleted. */
public final class CaseWork {
    private final Database database;

    CaseWork(Database database) {
        this.database = database;
    }

    /**
     * Something to be done in a case.
     *
     * @param number from 1, in the case
     * @param text what is to be done
     * @param assignee who is to do it, null when that is whoever has the case
     * @param due when it should be done, null when nothing was said
     * @param openedAt when it was written down
     * @param openedBy by whom
     * @param endedAt when it was done or dropped, null while it is open
     * @param endedBy by whom
     * @param outcome how it ended: {@code done} or {@code dropped}, a colon and why; null while it is open
     */
    public record Task(
            long number,
            String text,
            @Nullable String assignee,
            @Nullable Instant due,
            Instant openedAt,
            String openedBy,
            @Nullable Instant endedAt,
            @Nullable String endedBy,
            @Nullable String outcome) {
        /** True while it is to be done. */
        public boolean open() {
            return endedAt == null;
        }
    }

    /**
     * A case given from one person to another.
     *
     * @param at when
     * @param giver who had it, null when nobody had
     * @param receiver who has it from then on
     * @param text what the receiver must know
     * @param open what was open then, one sentence each
     * @param acceptedAt when the receiver took it on, null while that was not said
     */
    public record HandOver(
            Instant at,
            @Nullable String giver,
            String receiver,
            String text,
            List<String> open,
            @Nullable Instant acceptedAt) {
        /** Copies its list. */
        public HandOver {
            open = List.copyOf(open);
        }
    }

    /** Writes a task down and gives its number. */
    public long add(String caseId, String text, @Nullable String assignee, @Nullable Instant due, CaseFile.Seen by) {
        return database.change(c -> {
            Database.run(
                    c,
                    "INSERT INTO case_task (case_id, seq, text, assignee, due_at, opened_at, opened_by) SELECT id,"
                            + " (SELECT COUNT(*) + 1 FROM case_task WHERE case_id = ?), ?, ?, ?, ?, ? FROM case_file"
                            + " WHERE id = ?",
                    caseId,
                    text,
                    assignee,
                    due == null ? null : (Object) Micros.of(due),
                    Micros.of(by.at()),
                    by.by(),
                    caseId);
            return Database.rows(c, "SELECT COUNT(*) FROM case_task WHERE case_id = ?", r -> r.getLong(1), caseId)
                    .getFirst();
        });
    }

    /** Ends an open task; false when there is none of that number. */
    public boolean end(String caseId, long number, String outcome, CaseFile.Seen by) {
        return database.change(c -> Database.run(
                        c,
                        "UPDATE case_task SET ended_at = ?, ended_by = ?, outcome = ? WHERE case_id = ? AND seq = ?"
                                + " AND ended_at IS NULL",
                        Micros.of(by.at()),
                        by.by(),
                        outcome,
                        caseId,
                        number))
                == 1;
    }

    /** Keeps that a case went from one person to another; whoever has it is kept by {@link Cases#assign}. */
    public void handOver(String caseId, HandOver given) {
        database.change(c -> Database.run(
                c,
                "INSERT INTO case_handover (case_id, seq, at, giver, receiver, text, open_work) SELECT id,"
                        + " (SELECT COUNT(*) + 1 FROM case_handover WHERE case_id = ?), ?, ?, ?, ?, ? FROM case_file"
                        + " WHERE id = ?",
                caseId,
                Micros.of(given.at()),
                given.giver(),
                given.receiver(),
                given.text(),
                LedgerJson.write(given.open()),
                caseId));
    }

    /** Keeps that the receiver of the last hand-over took the case on; false when there is none waiting for that person. */
    public boolean accept(String caseId, CaseFile.Seen by) {
        return database.change(c -> Database.run(
                        c,
                        "UPDATE case_handover SET accepted_at = ? WHERE case_id = ? AND receiver = ? AND accepted_at IS"
                                + " NULL AND seq = (SELECT MAX(seq) FROM case_handover WHERE case_id = ?)",
                        Micros.of(by.at()),
                        caseId,
                        by.by(),
                        caseId))
                == 1;
    }

    /** The tasks of a case by number. */
    public List<Task> tasks(String caseId) {
        return database.rows(
                "SELECT seq, text, assignee, due_at, opened_at, opened_by, ended_at, ended_by, outcome FROM case_task"
                        + " WHERE case_id = ? ORDER BY seq",
                row -> new Task(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        Micros.nullable(row, 4),
                        Micros.instant(row.getLong(5)),
                        row.getString(6),
                        Micros.nullable(row, 7),
                        row.getString(8),
                        row.getString(9)),
                caseId);
    }

    /** The hand-overs of a case, oldest first. */
    public List<HandOver> handOvers(String caseId) {
        return database.rows(
                "SELECT at, giver, receiver, text, open_work, accepted_at FROM case_handover WHERE case_id = ?"
                        + " ORDER BY seq",
                row -> new HandOver(
                        Micros.instant(row.getLong(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        List.of(LedgerJson.read(row.getString(5), String[].class)),
                        Micros.nullable(row, 6)),
                caseId);
    }
}

package dev.holdfast.ledger;

import dev.holdfast.model.Case;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cases of the queue as people work them. */
public final class Cases {
    private final Database database;

    Cases(Database database) {
        this.database = database;
    }

    /** Keeps a case; one that is kept already takes the new facts and leaves what people decided (state, assignee). */
    public void keep(Case facts, Instant now) {
        Case.State state = find(facts.id()).map(f -> f.facts().state()).orElse(facts.state());
        database.change(c -> Database.run(
                c,
                "INSERT INTO case_file (id, state, severity, body, opened_at, changed_at) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, body = excluded.body,"
                        + " changed_at = excluded.changed_at",
                facts.id(),
                state.name(),
                facts.severity().name(),
                LedgerJson.write(facts),
                Micros.of(now),
                Micros.of(now)));
    }

    /** Moves a case to a state. */
    public void state(String id, Case.State state, Instant now) {
        change(
                id,
                "UPDATE case_file SET state = ?, changed_at = ?, signed_off_at = ? WHERE id = ?",
                state.name(),
                Micros.of(now),
                state == Case.State.CLOSED ? (Object) Micros.of(now) : null,
                id);
    }

    /** Gives a case to a person. */
    public void assign(String id, String assignee, Instant now) {
        change(id, "UPDATE case_file SET assignee = ?, changed_at = ? WHERE id = ?", assignee, Micros.of(now), id);
    }

    /** Adds a note. */
    public void note(String id, CaseFile.Note note) {
        change(
                id,
                "INSERT INTO case_note (case_id, seq, at, author, text) SELECT id,"
                        + " (SELECT COUNT(*) + 1 FROM case_note WHERE case_id = ?), ?, ?, ? FROM case_file WHERE id = ?",
                id,
                Micros.of(note.at()),
                note.author(),
                note.text(),
                id);
    }

    private void change(String id, String sql, @Nullable Object... values) {
        if (database.change(c -> Database.run(c, sql, values)) != 1) {
            throw new LedgerException("there is no case `" + id + "`; list them with `holdfast triage list`");
        }
    }

    /** Finds a case. */
    public Optional<CaseFile> find(String id) {
        return read("WHERE id = ?", id).stream().findFirst();
    }

    /** All cases, newest first. */
    public List<CaseFile> all() {
        return read("");
    }

    private List<CaseFile> read(String where, @Nullable Object... values) {
        return database.rows(
                "SELECT id, state, body, assignee, opened_at, changed_at, signed_off_at FROM case_file " + where
                        + " ORDER BY opened_at DESC, id",
                this::readOne,
                values);
    }

    private CaseFile readOne(ResultSet row) throws SQLException {
        Case kept = LedgerJson.read(row.getString(3), Case.class);
        Case facts = new Case(
                kept.id(),
                kept.key(),
                kept.title(),
                kept.severity(),
                kept.score(),
                kept.account(),
                kept.actor(),
                kept.accessKey(),
                kept.findings(),
                kept.firstEvent(),
                kept.lastEvent(),
                Case.State.valueOf(row.getString(2)),
                kept.respond());
        long signedOff = row.getLong(7);
        boolean open = row.wasNull();
        return new CaseFile(
                facts,
                row.getString(4),
                Micros.instant(row.getLong(5)),
                Micros.instant(row.getLong(6)),
                open ? null : Micros.instant(signedOff),
                notes(facts.id()));
    }

    private List<CaseFile.Note> notes(String id) {
        return database.rows(
                "SELECT at, author, text FROM case_note WHERE case_id = ? ORDER BY seq",
                row -> new CaseFile.Note(Micros.instant(row.getLong(1)), row.getString(2), row.getString(3)),
                id);
    }
}

package dev.holdfast.ledger;

import dev.holdfast.model.Case;
import dev.holdfast.model.Finding;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The cases of the queue as people work them. */
public final class Cases {
    private static final String COLUMNS =
            "id, state, body, assignee, opened_at, changed_at, signed_off_at, disposition,"
                    + " acknowledged_at, acknowledged_by, contained_at, score_terms";

    private final Database database;

    Cases(Database database) {
        this.database = database;
    }

    /** Keeps a case; one that is kept already takes the new facts and leaves what people decided (state, assignee). */
    public void keep(Case facts, Instant now) {
        keep(facts, List.of(), now);
    }

    /** The same, with how its score came about. */
    public void keep(Case facts, List<CaseFile.Term> terms, Instant now) {
        keep(facts, terms, now, finding -> finding);
    }

    /**
     * The same for a case of which not all findings are in the heap.
     *
     * @param whole gives for each finding of the case the one to keep
     */
    public void keep(Case facts, List<CaseFile.Term> terms, Instant now, UnaryOperator<Finding> whole) {
        database.change(c -> {
            head(c, facts, terms, now);
            Database.run(c, "DELETE FROM case_finding WHERE case_id = ?", facts.id());
            Database.runEach(
                    c,
                    "INSERT INTO case_finding (case_id, seq, body) VALUES (?, ?, ?)",
                    facts.findings().size(),
                    i -> new Object[] {
                        facts.id(),
                        i,
                        LedgerJson.write(whole.apply(facts.findings().get(i)))
                    });
            return true;
        });
    }

    private static void head(Connection c, Case facts, List<CaseFile.Term> terms, Instant now) throws SQLException {
        Database.run(
                c,
                "INSERT INTO case_file (id, state, severity, body, opened_at, changed_at, score_terms)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET severity = excluded.severity,"
                        + " body = excluded.body, changed_at = excluded.changed_at, score_terms = excluded.score_terms",
                facts.id(),
                facts.state().name(),
                facts.severity().name(),
                LedgerJson.write(with(facts, List.of(), facts.state())),
                Micros.of(now),
                Micros.of(now),
                LedgerJson.write(terms));
    }

    /** Moves a case to a state. */
    public void state(String id, Case.State state, Instant now) {
        state(id, state, null, now);
    }

    /**
     * Moves a case to a state.
     *
     * @param disposition what it turned out to be, null unless it is closed
     */
    public void state(String id, Case.State state, @Nullable String disposition, Instant now) {
        boolean closed = state == Case.State.CLOSED;
        change(
                id,
                "UPDATE case_file SET state = ?, changed_at = ?, signed_off_at = ?, disposition = ?,"
                        + " contained_at = COALESCE(contained_at, ?) WHERE id = ?",
                state.name(),
                Micros.of(now),
                closed ? (Object) Micros.of(now) : null,
                closed ? disposition : null,
                state == Case.State.CONTAINED ? (Object) Micros.of(now) : null,
                id);
    }

    /** Notes that a person took note of a case; the first who did counts. */
    public void acknowledge(String id, CaseFile.Seen seen) {
        change(
                id,
                "UPDATE case_file SET acknowledged_by = COALESCE(acknowledged_by, ?),"
                        + " acknowledged_at = COALESCE(acknowledged_at, ?) WHERE id = ?",
                seen.by(),
                Micros.of(seen.at()),
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
        return find(id, (state, finding) -> finding);
    }

    /** The same, holding of each finding what the caller says. */
    public Optional<CaseFile> find(String id, BiFunction<Case.State, Finding, Finding> hold) {
        return read(hold, " WHERE id = ?", " WHERE case_id = ?", id).stream().findFirst();
    }

    /** All cases, newest first. */
    public List<CaseFile> all() {
        return all((state, finding) -> finding);
    }

    /**
     * The same for cases of which not all findings are to be in the heap.
     *
     * @param hold gives for a finding of a case in a state the one to hold
     */
    public List<CaseFile> all(BiFunction<Case.State, Finding, Finding> hold) {
        return read(hold, "", "");
    }

    /** In one transaction, so that a case and its findings are of one time. */
    private List<CaseFile> read(
            BiFunction<Case.State, Finding, Finding> hold, String which, String whose, @Nullable Object... values) {
        return database.change(c -> {
            Map<String, List<CaseFile.Note>> notes = new HashMap<>();
            Database.scan(
                    c,
                    "SELECT case_id, at, author, text FROM case_note" + whose + " ORDER BY case_id, seq",
                    row -> notes.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                            .add(new CaseFile.Note(Micros.instant(row.getLong(2)), row.getString(3), row.getString(4))),
                    values);
            Map<String, List<Finding>> findings = new HashMap<>();
            Database.scan(
                    c,
                    "SELECT f.case_id, s.state, f.body FROM case_finding f JOIN case_file s ON s.id = f.case_id"
                            + whose.replace("case_id", "f.case_id") + " ORDER BY f.case_id, f.seq",
                    row -> findings.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                            .add(hold.apply(
                                    Case.State.valueOf(row.getString(2)),
                                    LedgerJson.read(row.getString(3), Finding.class))),
                    values);
            return Database.rows(
                    c,
                    "SELECT " + COLUMNS + " FROM case_file" + which + " ORDER BY opened_at DESC, id",
                    row -> readOne(row, notes, findings, hold),
                    values);
        });
    }

    private static CaseFile readOne(
            ResultSet row,
            Map<String, List<CaseFile.Note>> notes,
            Map<String, List<Finding>> findings,
            BiFunction<Case.State, Finding, Finding> hold)
            throws SQLException {
        Case kept = LedgerJson.read(row.getString(3), Case.class);
        Case.State state = Case.State.valueOf(row.getString(2));
        // A case of an older Holdfast has its findings in the body.
        List<Finding> own = findings.getOrDefault(
                kept.id(),
                kept.findings().stream().map(f -> hold.apply(state, f)).toList());
        Instant seenAt = Micros.nullable(row, 9);
        String terms = row.getString(12);
        return new CaseFile(
                with(kept, List.copyOf(own), state),
                row.getString(4),
                Micros.instant(row.getLong(5)),
                Micros.instant(row.getLong(6)),
                seenAt == null ? null : new CaseFile.Seen(seenAt, row.getString(10)),
                Micros.nullable(row, 11),
                Micros.nullable(row, 7),
                row.getString(8),
                terms == null ? List.of() : List.of(LedgerJson.read(terms, CaseFile.Term[].class)),
                List.copyOf(notes.getOrDefault(kept.id(), List.of())));
    }

    private static Case with(Case facts, List<Finding> findings, Case.State state) {
        return new Case(
                facts.id(),
                facts.key(),
                facts.title(),
                facts.severity(),
                facts.score(),
                facts.account(),
                facts.actor(),
                facts.accessKey(),
                findings,
                facts.firstEvent(),
                facts.lastEvent(),
                state,
                facts.respond());
    }
}

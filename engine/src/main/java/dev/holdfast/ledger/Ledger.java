package dev.holdfast.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.JournalEntry;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of Holdfast. Whatever a method was told is on disk when it returns, also when the machine loses
 * power right after. Safe for many threads and several processes.
 */
public final class Ledger implements AutoCloseable {
    private final LedgerPlace place;
    private final Database database;
    private final Journals journals;
    private final Cases cases;

    private Ledger(LedgerPlace place, JournalWatch watch) {
        this.place = place;
        this.database = Database.open(place);
        this.journals = new Journals(database, watch);
        this.cases = new Cases(database);
    }

    /**
     * Opens the ledger, making it when there is none.
     *
     * @param folder kept private to the user
     * @throws LedgerException when it cannot be opened
     */
    public static Ledger open(Path folder) {
        return open(new SqliteFile(folder), JournalWatch.NONE);
    }

    /** The same, wherever it lies. */
    public static Ledger open(LedgerPlace place) {
        return open(place, JournalWatch.NONE);
    }

    /** The same, with someone who is told of every journal line. */
    public static Ledger open(LedgerPlace place, JournalWatch watch) {
        return new Ledger(place, watch);
    }

    /** Takes the right to carry on a run; empty while another process or thread has it. */
    public Optional<Lease> lease(String run) {
        return place.lease(run);
    }

    /** Keeps a new run together with the first line of its journal. */
    public void begin(RunRecord run, JsonNode started) {
        journals.append(run.id(), run.createdAt(), JournalEntry.Kind.STARTED, "", started, c -> {
            Database.run(
                    c,
                    "INSERT INTO run (id, kind, title, plan_digest, plan, documents, case_id, caller, environment,"
                            + " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    run.id(),
                    run.kind(),
                    run.title(),
                    run.planDigest(),
                    run.plan().toString(),
                    run.documents().toString(),
                    run.caseId(),
                    run.caller(),
                    run.environment(),
                    Micros.of(run.createdAt()));
            return true;
        });
    }

    /** Finds a run. */
    public Optional<RunRecord> run(String id) {
        return runs("WHERE id = ?", id).stream().findFirst();
    }

    /** All runs, newest first. */
    public List<RunRecord> runs() {
        return runs("");
    }

    private List<RunRecord> runs(String where, @Nullable Object... values) {
        return database.rows(
                "SELECT id, kind, title, plan_digest, plan, documents, case_id, caller, environment, created_at"
                        + " FROM run " + where + " ORDER BY created_at DESC, id",
                Ledger::readRun,
                values);
    }

    private static RunRecord readRun(ResultSet row) throws SQLException {
        return new RunRecord(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                LedgerJson.parse(row.getString(5)),
                LedgerJson.parse(row.getString(6)),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                Micros.instant(row.getLong(10)));
    }

    /**
     * The journal of a run, oldest first.
     *
     * @throws LedgerException when a line was altered or is missing
     */
    public List<JournalEntry> journal(String run) {
        return journals.entries(run);
    }

    /** Appends a line to a run's journal. */
    public JournalEntry append(String run, Instant at, JournalEntry.Kind kind, String step, JsonNode body) {
        return journals.append(run, at, kind, step, body);
    }

    /** Keeps a person's approval. */
    public void approve(Approval approval) {
        database.change(c -> Database.run(
                c,
                "INSERT INTO approval (id, digest, approver, given_at, expires_at) VALUES (?, ?, ?, ?, ?)",
                approval.id(),
                approval.digest(),
                approval.approver(),
                Micros.of(approval.givenAt()),
                Micros.of(approval.expiresAt())));
    }

    /** All approvals ever given to something, oldest first. */
    public List<Approval> approvals(String digest) {
        return database.rows(
                "SELECT id, digest, approver, given_at, expires_at, used_at, used_by FROM approval WHERE digest = ?"
                        + " ORDER BY given_at, id",
                Ledger::readApproval,
                digest);
    }

    private static Approval readApproval(ResultSet row) throws SQLException {
        long usedAt = row.getLong(6);
        return new Approval(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Micros.instant(row.getLong(4)),
                Micros.instant(row.getLong(5)),
                row.wasNull() || usedAt == 0 ? null : Micros.instant(usedAt),
                row.getString(7));
    }

    /**
     * Uses up approvals of different people and notes it in the run's journal; both happen, or neither.
     *
     * @param digest what had to be agreed to
     * @param needed how many people must have agreed
     * @param allowed who may, empty for anyone
     * @return the journal's line; empty when too few valid approvals are there
     */
    public Optional<JournalEntry> useApprovals(
            String run, Instant now, String step, String digest, int needed, Set<String> allowed) {
        Map<String, Approval> byPerson = new java.util.LinkedHashMap<>();
        for (Approval approval : approvals(digest)) {
            boolean valid = approval.usedAt() == null
                    && now.isBefore(approval.expiresAt())
                    && (allowed.isEmpty() || allowed.contains(approval.approver()));
            if (valid && byPerson.size() < needed) {
                byPerson.putIfAbsent(approval.approver(), approval);
            }
        }
        if (byPerson.size() < needed) {
            return Optional.empty();
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("digest", digest);
        ArrayNode approvers = body.putArray("approvers");
        byPerson.keySet().forEach(approvers::add);
        return Optional.of(journals.append(run, now, JournalEntry.Kind.APPROVED, step, body, c -> {
            for (Approval approval : byPerson.values()) {
                int used = Database.run(
                        c,
                        "UPDATE approval SET used_at = ?, used_by = ? WHERE id = ? AND used_at IS NULL",
                        Micros.of(now),
                        run,
                        approval.id());
                if (used != 1) {
                    throw new LedgerException("the approval of `" + approval.approver() + "` was used by another run");
                }
            }
            return true;
        }));
    }

    /** Keeps the result of a drill; a second time replaces the first. */
    public void drill(DrillRecord drill) {
        database.change(c -> {
            Database.run(c, "DELETE FROM drill WHERE run = ?", drill.run());
            return Database.run(
                    c,
                    "INSERT INTO drill (run, scenario, kind, resource, outcome, environment, ended_at, rto_seconds)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    drill.run(),
                    drill.scenario(),
                    drill.kind(),
                    drill.resource(),
                    drill.outcome(),
                    drill.environment(),
                    Micros.of(drill.endedAt()),
                    drill.rtoSeconds());
        });
    }

    /** The cases. */
    public Cases cases() {
        return cases;
    }

    /** What is to be done in the cases, and who gave which to whom. */
    public CaseWork caseWork() {
        return new CaseWork(database);
    }

    /** What is kept out of the queue. */
    public Suppressions suppressions() {
        return new Suppressions(database);
    }

    /** The days on which the queue was worked. */
    public QueueDays queueDays() {
        return new QueueDays(database);
    }

    /** What arrived of which log source. */
    public Arrivals arrivals() {
        return new Arrivals(database);
    }

    /** What is to be told to other systems. */
    public Outbox outbox() {
        return new Outbox(database);
    }

    /**
     * Facts for checks over Holdfast's own work, one map per row; times are ISO 8601 text.
     *
     * @param table {@code holdfast_run}, {@code holdfast_drill} or {@code holdfast_case}
     */
    public List<Map<String, @Nullable Object>> rows(String table) {
        return new Facts(database).rows(table);
    }

    @Override
    public void close() {
        database.close();
    }
}

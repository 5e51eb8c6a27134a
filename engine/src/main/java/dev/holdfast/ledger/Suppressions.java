package dev.holdfast.ledger;

import dev.holdfast.model.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is kept out of the queue, on whose word, and what that hid. */
public final class Suppressions {
    private static final String SELECT = "SELECT id, rule, account, actor, resource, owner, reason, granted_by,"
            + " granted_at, expires_at, ended_at, ended_by, despite,"
            + " (SELECT COUNT(*) FROM suppressed_finding f WHERE f.suppression = s.id),"
            + " (SELECT MAX(at) FROM suppressed_finding f WHERE f.suppression = s.id) FROM suppression s";

    private final Database database;

    Suppressions(Database database) {
        this.database = database;
    }

    /** Keeps a new one. */
    public void grant(SuppressionRow row) {
        database.change(c -> Database.run(
                c,
                "INSERT INTO suppression (id, rule, account, actor, resource, owner, reason, granted_by, granted_at,"
                        + " expires_at, despite) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.id(),
                row.rule(),
                row.account(),
                row.actor(),
                row.resource(),
                row.owner(),
                row.reason(),
                row.grantedBy(),
                Micros.of(row.grantedAt()),
                Micros.of(row.expiresAt()),
                row.despite()));
    }

    /** Ends one before its time; false when there is none of that id in force. */
    public boolean end(String id, String by, Instant now) {
        return database.change(c -> Database.run(
                        c,
                        "UPDATE suppression SET ended_at = ?, ended_by = ? WHERE id = ? AND ended_at IS NULL",
                        Micros.of(now),
                        by,
                        id))
                == 1;
    }

    /** Keeps a finding that one hid; false when that very finding is kept already. */
    public boolean hid(String id, String key, Finding finding, Instant at) {
        return database.change(c -> Database.run(
                        c,
                        "INSERT INTO suppressed_finding (finding, suppression, at, body) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (finding) DO NOTHING",
                        key,
                        id,
                        Micros.of(at),
                        LedgerJson.write(finding)))
                == 1;
    }

    /** The newest findings that one hid. */
    public List<Finding> hidden(String id, int most) {
        return database.rows(
                "SELECT body FROM suppressed_finding WHERE suppression = ? ORDER BY at DESC, finding LIMIT " + most,
                row -> LedgerJson.read(row.getString(1), Finding.class),
                id);
    }

    /** Finds one. */
    public Optional<SuppressionRow> find(String id) {
        return database.rows(SELECT + " WHERE id = ?", Suppressions::read, id).stream()
                .findFirst();
    }

    /** All of them, also those that ended; the newest first. */
    public List<SuppressionRow> all() {
        return database.rows(SELECT + " ORDER BY granted_at DESC, id", Suppressions::read);
    }

    private static SuppressionRow read(ResultSet row) throws SQLException {
        return new SuppressionRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                Micros.instant(row.getLong(9)),
                Micros.instant(row.getLong(10)),
                Micros.nullable(row, 11),
                row.getString(12),
                row.getString(13),
                row.getLong(14),
                Micros.nullable(row, 15));
    }
}

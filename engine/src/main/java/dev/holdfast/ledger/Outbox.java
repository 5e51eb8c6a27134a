package dev.holdfast.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told to other systems. A message is kept before it is sent and marked after, so that a crash between
 * the two sends it again and never loses it; its id tells the receiver that it is the same.
 */
public final class Outbox {
    private static final String SELECT = "SELECT id, door, case_id, body, created_at, next_at, attempts, delivered_at,"
            + " given_up_at, last_error, reference FROM outbox";

    private final Database database;

    Outbox(Database database) {
        this.database = database;
    }

    /**
     * A message.
     *
     * @param id its idempotency key: the same news for the same door has the same id
     * @param door name of the door it goes through
     * @param caseId the case it is about
     * @param body what is told, JSON
     * @param createdAt when it was kept
     * @param nextAt not to be sent before
     * @param attempts how often it was tried
     * @param deliveredAt when it was taken, null while it was not
     * @param givenUpAt when it was given up, null while it is not
     * @param lastError why the last attempt failed, null when none did
     * @param reference what the receiver calls it, such as the key of a ticket; null when it said nothing
     */
    public record Message(
            String id,
            String door,
            String caseId,
            String body,
            Instant createdAt,
            Instant nextAt,
            long attempts,
            @Nullable Instant deliveredAt,
            @Nullable Instant givenUpAt,
            @Nullable String lastError,
            @Nullable String reference) {}

    /** Keeps a message to be sent; false when it is kept already. */
    public boolean put(String id, String door, String caseId, String body, Instant now) {
        return database.change(c -> Database.run(
                        c,
                        "INSERT INTO outbox (id, door, case_id, body, created_at, next_at, attempts)"
                                + " VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (id) DO NOTHING",
                        id,
                        door,
                        caseId,
                        body,
                        Micros.of(now),
                        Micros.of(now)))
                == 1;
    }

    /** True when a door was ever told of a case, or is about to be. */
    public boolean known(String caseId, String door) {
        return !database.rows(
                        "SELECT id FROM outbox WHERE case_id = ? AND door = ? LIMIT 1",
                        row -> row.getString(1),
                        caseId,
                        door)
                .isEmpty();
    }

    /** Messages that are due, oldest first. */
    public List<Message> due(Instant now, int most) {
        return database.rows(
                SELECT + " WHERE delivered_at IS NULL AND given_up_at IS NULL AND next_at <= ?"
                        + " ORDER BY created_at, id LIMIT " + most,
                Outbox::read,
                Micros.of(now));
    }

    /** Marks a message as taken. */
    public void delivered(String id, @Nullable String reference, Instant now) {
        database.change(c -> Database.run(
                c,
                "UPDATE outbox SET delivered_at = ?, reference = ?, attempts = attempts + 1 WHERE id = ?",
                Micros.of(now),
                reference,
                id));
    }

    /**
     * Notes a failed attempt.
     *
     * @param next when to try again, null to give up
     */
    public void failed(String id, String error, @Nullable Instant next, Instant now) {
        database.change(c -> Database.run(
                c,
                "UPDATE outbox SET attempts = attempts + 1, last_error = ?, next_at = COALESCE(?, next_at),"
                        + " given_up_at = ? WHERE id = ?",
                error,
                next == null ? null : (Object) Micros.of(next),
                next == null ? (Object) Micros.of(now) : null,
                id));
    }

    /** Makes everything that was given up or waits due now; gives how many messages. */
    public int again(Instant now) {
        return database.change(c -> Database.run(
                c, "UPDATE outbox SET given_up_at = NULL, next_at = ? WHERE delivered_at IS NULL", Micros.of(now)));
    }

    /** The newest messages of all states. */
    public List<Message> newest(int most) {
        return database.rows(SELECT + " ORDER BY created_at DESC, id LIMIT " + most, Outbox::read);
    }

    private static Message read(ResultSet row) throws SQLException {
        return new Message(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                Micros.instant(row.getLong(5)),
                Micros.instant(row.getLong(6)),
                row.getLong(7),
                Micros.nullable(row, 8),
                Micros.nullable(row, 9),
                row.getString(10),
                row.getString(11));
    }
}

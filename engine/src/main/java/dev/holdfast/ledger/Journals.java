package dev.holdfast.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.model.CanonicalJson;
import dev.holdfast.model.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The journals of all runs: lines numbered from 1 without holes, each with a hash over itself and the line before. A
 * line is on disk before its number is known to anyone.
 */
final class Journals {
    private static final String START = "0".repeat(64);

    private final Database database;
    private final JournalWatch watch;

    Journals(Database database, JournalWatch watch) {
        this.database = database;
        this.watch = watch;
    }

    /** A line as stored. */
    private record Line(JournalEntry entry, String previous, String hash) {}

    List<JournalEntry> entries(String run) {
        List<Line> lines = database.rows(
                "SELECT run, seq, at, kind, step, body, previous, hash FROM journal WHERE run = ? ORDER BY seq",
                row -> new Line(
                        new JournalEntry(
                                row.getString(1),
                                row.getLong(2),
                                Micros.instant(row.getLong(3)),
                                JournalEntry.Kind.valueOf(row.getString(4)),
                                row.getString(5),
                                LedgerJson.parse(row.getString(6))),
                        row.getString(7),
                        row.getString(8)),
                run);
        List<JournalEntry> out = new ArrayList<>();
        String previous = START;
        for (Line line : lines) {
            if (line.entry().seq() != out.size() + 1L
                    || !line.previous().equals(previous)
                    || !line.hash().equals(hash(line.entry(), previous))) {
                throw new LedgerException("the journal of run `" + run + "` was altered at line " + (out.size() + 1)
                        + "; do not go on with this run, compare with a copy of the ledger");
            }
            previous = line.hash();
            out.add(line.entry());
        }
        return out;
    }

    JournalEntry append(String run, Instant at, JournalEntry.Kind kind, String step, JsonNode body) {
        return append(run, at, kind, step, body, connection -> true);
    }

    /** Appends together with other work: both are on disk afterwards, or neither. */
    JournalEntry append(
            String run, Instant at, JournalEntry.Kind kind, String step, JsonNode body, Database.Work<Boolean> work) {
        JournalEntry entry = database.change(connection -> {
            work.run(connection);
            return insert(connection, run, at, kind, step, body);
        });
        watch.after(entry);
        return entry;
    }

    private JournalEntry insert(
            Connection connection, String run, Instant at, JournalEntry.Kind kind, String step, JsonNode body)
            throws SQLException {
        List<Line> last = Database.rows(
                connection,
                "SELECT seq, hash FROM journal WHERE run = ? ORDER BY seq DESC LIMIT 1",
                row -> new Line(new JournalEntry(run, row.getLong(1), at, kind, step, body), "", row.getString(2)),
                run);
        long seq = last.isEmpty() ? 1 : last.get(0).entry().seq() + 1;
        String previous = last.isEmpty() ? START : last.get(0).hash();
        JournalEntry entry = new JournalEntry(run, seq, Micros.instant(Micros.of(at)), kind, step, body);
        watch.before(entry);
        Database.run(
                connection,
                "INSERT INTO journal (run, seq, at, kind, step, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                run,
                seq,
                Micros.of(at),
                kind.name(),
                step,
                body.toString(),
                previous,
                hash(entry, previous));
        return entry;
    }

    private static String hash(JournalEntry entry, String previous) {
        StringBuilder text = new StringBuilder();
        for (String part : List.of(
                entry.run(),
                Long.toString(entry.seq()),
                Long.toString(Micros.of(entry.at())),
                entry.kind().name(),
                entry.step(),
                CanonicalJson.of(entry.body()).text(),
                previous)) {
            // Lengths keep neighbours apart, so that no two different lines spell the same.
            text.append(part.length()).append(':').append(part);
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

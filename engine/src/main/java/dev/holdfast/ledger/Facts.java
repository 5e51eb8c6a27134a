package dev.holdfast.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the ledger can tell to checks, as rows of tables. */
final class Facts {
    private final Database database;

    Facts(Database database) {
        this.database = database;
    }

    List<Map<String, @Nullable Object>> rows(String table) {
        return switch (table) {
            case "holdfast_run" ->
                database.rows(
                        "SELECT r.id, r.kind, r.plan, r.case_id, j.body, j.at FROM run r LEFT JOIN journal j"
                                + " ON j.run = r.id AND j.kind = 'ENDED' AND j.seq = (SELECT MAX(seq) FROM journal e"
                                + " WHERE e.run = r.id AND e.kind = 'ENDED') ORDER BY r.created_at, r.id",
                        Facts::run);
            case "holdfast_drill" ->
                database.rows(
                        "SELECT run, scenario, kind, outcome, ended_at, environment, rto_seconds, resource FROM drill"
                                + " ORDER BY ended_at, run",
                        Facts::drill);
            case "holdfast_case" ->
                database.rows(
                        "SELECT id, state, severity, opened_at, signed_off_at, acknowledged_at, disposition FROM case_file"
                                + " ORDER BY opened_at, id",
                        Facts::caseFile);
            default -> throw new IllegalArgumentException("the ledger has no facts called `" + table + "`");
        };
    }

    private static Map<String, @Nullable Object> run(ResultSet row) throws SQLException {
        TreeSet<String> documents = new TreeSet<>();
        for (JsonNode target : LedgerJson.parse(row.getString(3)).path("targets")) {
            documents.add(target.path("document").asText());
        }
        String ended = row.getString(5);
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("id", row.getString(1));
        out.put("runbook", String.join(",", documents));
        out.put(
                "outcome",
                ended == null ? null : LedgerJson.parse(ended).path("outcome").asText());
        out.put("ended_at", time(row, 6));
        out.put("kind", row.getString(2));
        out.put("case_id", row.getString(4));
        return out;
    }

    private static Map<String, @Nullable Object> drill(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("id", row.getString(1));
        out.put("scenario", row.getString(2));
        out.put("kind", row.getString(3));
        out.put("outcome", row.getString(4));
        out.put("ended_at", time(row, 5));
        out.put("environment", row.getString(6));
        long rto = row.getLong(7);
        // Older ledgers kept the time of an emulator too.
        boolean measured = !row.wasNull() && DrillRecord.MEASURED.equals(row.getString(6));
        out.put("rto_seconds", measured ? rto : null);
        out.put("resource", row.getString(8));
        return out;
    }

    private static Map<String, @Nullable Object> caseFile(ResultSet row) throws SQLException {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("id", row.getString(1));
        out.put("state", row.getString(2));
        out.put("severity", row.getString(3).toLowerCase(Locale.ROOT));
        out.put("opened_at", time(row, 4));
        out.put("signed_off", time(row, 5));
        out.put("acknowledged_at", time(row, 6));
        out.put("disposition", row.getString(7));
        return out;
    }

    private static @Nullable String time(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Micros.instant(micros).toString();
    }
}

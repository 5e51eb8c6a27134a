package dev.holdfast.lake;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts DuckDB's errors into words for the person who wrote the SQL. */
final class Failures {
    private static final Pattern LINE = Pattern.compile("(?m)^LINE (\\d+):");

    private Failures() {}

    static QueryFailure of(SQLException e, QueryLimits limits) {
        String said = String.valueOf(e.getMessage());
        String low = said.toLowerCase(Locale.ROOT);
        if (low.contains("interrupt") || low.contains("timeout") || low.contains("statement was canceled")) {
            return new QueryFailure(
                    QueryFailure.Kind.TIMED_OUT,
                    0,
                    "the query ran longer than " + limits.time().toMillis() / 1000.0 + " s");
        }
        if (low.contains("out of memory")) {
            return new QueryFailure(
                    QueryFailure.Kind.FAILED, 0, "the query needs more than " + limits.memoryMegabytes() + " MB");
        }
        if (low.contains("permission error")) {
            return new QueryFailure(QueryFailure.Kind.REFUSED, line(said), firstLine(e));
        }
        boolean invalid = low.contains("binder error") || low.contains("catalog error") || low.contains("parser error");
        return new QueryFailure(
                invalid ? QueryFailure.Kind.INVALID : QueryFailure.Kind.FAILED, line(said), firstLine(e));
    }

    private static int line(String said) {
        Matcher matcher = LINE.matcher(said);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** The first line: those after it repeat the query, and with it perhaps values. */
    static String firstLine(SQLException e) {
        String said = String.valueOf(e.getMessage());
        String first = said.lines().findFirst().orElse(said).strip();
        return first.length() > 300 ? first.substring(0, 300) + "…" : first;
    }
}

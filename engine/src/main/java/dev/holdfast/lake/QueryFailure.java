package dev.holdfast.lake;

/** A query that gave no answer. The message says why in words for the person who wrote the SQL. */
public final class QueryFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The sorts of failure. */
    public enum Kind {
        /** The text is not SQL, or names a table, column or function that is not there. */
        INVALID,
        /** It is SQL, but not a single SELECT, or it uses what a snapshot does not allow. */
        REFUSED,
        /** The time allowed ran out. */
        TIMED_OUT,
        /** More rows than allowed. */
        TOO_MANY_ROWS,
        /** It failed while running: memory, a value that cannot be converted, a broken file. */
        FAILED
    }

    private final Kind kind;
    private final int line;

    QueryFailure(Kind kind, int line, String message) {
        super(message);
        this.kind = kind;
        this.line = line;
    }

    public Kind kind() {
        return kind;
    }

    /** The line of the SQL, from 1; 0 when the whole query is meant. */
    public int line() {
        return line;
    }
}

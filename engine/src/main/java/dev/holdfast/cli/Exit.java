package dev.holdfast.cli;

/** The exit codes, and which wins when several apply: 4 over 2 over 1 over 3 over 0. */
public final class Exit {
    public static final int FINE = 0;
    /** Findings at or above {@code --fail-on}. */
    public static final int FINDINGS = 1;
    /** Usage or configuration. */
    public static final int USAGE = 2;
    /** Some scope could not be read. */
    public static final int PARTIAL = 3;

    public static final int FAILED = 4;
    /** Interrupted; the state can be resumed. */
    public static final int INTERRUPTED = 130;

    private static final int[] RANK = {0, 2, 3, 1, 4};

    private Exit() {}

    /** The code that wins. */
    public static int worse(int a, int b) {
        return rank(a) >= rank(b) ? a : b;
    }

    private static int rank(int code) {
        return code >= 0 && code < RANK.length ? RANK[code] : 5;
    }
}

package dev.holdfast.cli;

/** A run that cannot go on, told to a person: what is wrong and what to do. */
public final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;
    private final String mend;

    /**
     * @param code exit code, see {@link Exit}
     * @param problem what is wrong
     * @param mend what to do, may be empty
     */
    public Stop(int code, String problem, String mend) {
        super(problem);
        this.code = code;
        this.mend = mend;
    }

    /** A problem of usage or configuration. */
    public static Stop usage(String problem, String mend) {
        return new Stop(Exit.USAGE, problem, mend);
    }

    public int code() {
        return code;
    }

    public String mend() {
        return mend;
    }
}

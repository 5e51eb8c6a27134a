package dev.holdfast.detect;

/** Why a part of a rule cannot be compiled; becomes a content error with its place. */
final class RuleError extends Exception {
    private static final long serialVersionUID = 1L;
    private final String mend;

    RuleError(String problem, String mend) {
        super(problem);
        this.mend = mend;
    }

    String mend() {
        return mend;
    }
}

package dev.holdfast.model;

import java.util.Collection;

/** A call to AWS that gave no usable answer. Carries what a person needs to mend it. */
public final class AwsFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The sorts of failure that callers treat differently. */
    public enum Kind {
        /** The caller may not make this call. */
        DENIED,
        /** The role of the account could not be assumed. */
        NO_ACCESS,
        /** AWS kept answering that calls come too fast. */
        THROTTLED,
        /** The endpoint or region does not offer this operation. */
        NOT_OFFERED,
        /** AWS refused the request with a code of its own (validation, not found, conflict …). */
        REFUSED,
        /** The answer arrived but lacks what a true answer has. */
        EMPTY_ANSWER,
        /** A server error, a broken answer, or the connection failed. */
        UNAVAILABLE,
        /** The time allowed for the call ran out. */
        TIMED_OUT,
        /** Nobody asked, since the run was for checks that do not need the answer. */
        NOT_ASKED
    }

    private final Kind kind;
    private final String operation;
    private final Scope scope;
    private final String code;
    private final int status;
    private final String principal;

    /**
     * @param kind what sort of failure
     * @param operation {@code service:Operation}
     * @param scope where the call was made
     * @param code the error code AWS gave, empty when it gave none
     * @param status the HTTP status, 0 when there was no answer
     * @param message what AWS or the network said
     */
    public AwsFailure(Kind kind, String operation, Scope scope, String code, int status, String message) {
        this(kind, operation, scope, code, status, message, "");
    }

    private AwsFailure(
            Kind kind, String operation, Scope scope, String code, int status, String message, String principal) {
        super(message);
        this.kind = kind;
        this.operation = operation;
        this.scope = scope;
        this.code = code;
        this.status = status;
        this.principal = principal;
    }

    /** The same failure, naming who made the call. */
    public AwsFailure by(String who) {
        AwsFailure out = new AwsFailure(kind, operation, scope, code, status, String.valueOf(getMessage()), who);
        out.initCause(getCause());
        return out;
    }

    /** ARN of who made the call, empty when not known. */
    public String principal() {
        return principal;
    }

    /**
     * True when AWS answered with one of these.
     *
     * @param told error codes, or {@code Code: part of the message} where AWS has one code for two things
     */
    public boolean says(Collection<String> told) {
        String message = String.valueOf(getMessage());
        return told.stream()
                .map(text -> text.split(": ", 2))
                .anyMatch(t -> t[0].equals(code) && (t.length == 1 || message.contains(t[1])));
    }

    public Kind kind() {
        return kind;
    }

    /** {@code service:Operation}. */
    public String operation() {
        return operation;
    }

    public Scope scope() {
        return scope;
    }

    /** The error code AWS gave, empty when it gave none. */
    public String code() {
        return code;
    }

    /** The HTTP status, 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** True when the call may have taken effect although no good answer came back. */
    public boolean ambiguous() {
        return kind == Kind.UNAVAILABLE || kind == Kind.TIMED_OUT || kind == Kind.EMPTY_ANSWER;
    }

    /** One line for people: what, where, why. */
    public String explain() {
        String why =
                code.isEmpty() ? kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') : code;
        return operation + " in " + scope + ": " + why + ": " + getMessage();
    }
}

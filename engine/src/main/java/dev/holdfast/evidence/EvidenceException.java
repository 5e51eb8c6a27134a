package dev.holdfast.evidence;

/** Evidence cannot be kept or read. Says which and why. */
public final class EvidenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EvidenceException(String message, Throwable cause) {
        super(message, cause);
    }

    EvidenceException(String message) {
        super(message);
    }
}

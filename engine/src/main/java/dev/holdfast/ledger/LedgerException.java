package dev.holdfast.ledger;

/** The ledger cannot be read or written, or what it holds was altered. Says what to do. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LedgerException(String message) {
        super(message);
    }

    LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}

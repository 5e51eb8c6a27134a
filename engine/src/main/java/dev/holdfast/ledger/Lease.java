package dev.holdfast.ledger;

/** The right to carry on one run, held by one process at a time; free once its holder ends, however that happens. */
public interface Lease extends AutoCloseable {
    /** Gives it back. */
    @Override
    void close();
}

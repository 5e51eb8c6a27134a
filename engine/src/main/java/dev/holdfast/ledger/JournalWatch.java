package dev.holdfast.ledger;

import dev.holdfast.model.JournalEntry;

/**
 * Is told of every line of every journal, before it is written and after it is on disk. What it throws stops the run at
 * exactly that place, as a crash would: tests use it so.
 */
public interface JournalWatch {
    /** Watches nothing. */
    JournalWatch NONE = new JournalWatch() {};

    /** The line is about to be written. */
    default void before(JournalEntry entry) {}

    /** The line is on disk. */
    default void after(JournalEntry entry) {}
}

package dev.holdfast.ledger;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A day on which somebody signed that the queue was worked.
 *
 * @param day the day (UTC)
 * @param by who signed
 * @param at when
 * @param note what they wrote, may be empty
 * @param open cases open at that moment
 * @param unseen of these, cases that nobody had looked at
 * @param overdue of these, cases whose time was over
 */
public record QueueDay(LocalDate day, String by, Instant at, String note, long open, long unseen, long overdue) {}

package dev.holdfast.runbook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.JournalEntry;

/**
 * A line to be written to a journal.
 *
 * @param kind what it says
 * @param body its facts
 */
public record Line(JournalEntry.Kind kind, ObjectNode body) {}

package dev.holdfast.model;

import java.time.Instant;
import java.time.LocalDate;

/**
 * A person's signed word that something holds which no program can judge.
 *
 * @param subject {@code framework/control}, or id of a check
 * @param statement what the person says
 * @param by who says it
 * @param at when it was signed
 * @param until the last day on which it holds (UTC)
 * @param evidence digest (SHA-256, hex) of the file that shows it, empty when there is none
 * @param problem why it cannot be trusted, empty when it can
 */
public record Attestation(
        String subject, String statement, String by, Instant at, LocalDate until, String evidence, String problem) {}

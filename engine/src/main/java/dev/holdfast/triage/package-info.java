/**
 * Turns findings into the cases an analyst works: same things once, what belongs together in one case, the worst first.
 * Findings, posture facts, known cases and suppressions come in as values; cases with their score and timeline go out.
 * It must not know files, stores, AWS or the time: who calls says what the time is.
 */
@NullMarked
package dev.holdfast.triage;

import org.jspecify.annotations.NullMarked;

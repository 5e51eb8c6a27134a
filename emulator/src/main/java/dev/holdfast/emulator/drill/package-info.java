/**
 * Practises incident runbooks: an attack by real calls, its logs, the runbook by the verbs a person would type, its undo,
 * and the score. Rehearsals from the content folder come in, scores go out. It must not know how the verbs work inside.
 */
@NullMarked
package dev.holdfast.emulator.drill;

import org.jspecify.annotations.NullMarked;

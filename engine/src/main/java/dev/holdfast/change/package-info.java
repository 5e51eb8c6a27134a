/**
 * The only room that changes AWS. Findings or a runbook and its parameters come in; a plan with a digest goes out, and
 * for an approved plan a run: each write journalled before it is made, verified after it, undone in reverse when asked or
 * when a fix fails. It must not know how findings were made, how people are shown a plan, or clocks of its own.
 */
@NullMarked
package dev.holdfast.change;

import org.jspecify.annotations.NullMarked;

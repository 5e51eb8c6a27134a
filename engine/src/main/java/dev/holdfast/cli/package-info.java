/**
 * The verbs, and the wiring of the stations by hand: words of a person come in, text or JSON and an exit code go out.
 * The only room that knows the clock, randomness, the environment and the standard streams; it hands them to the
 * others. It must not decide anything about AWS, findings or changes: that is the stations' work.
 */
@NullMarked
package dev.holdfast.cli;

import org.jspecify.annotations.NullMarked;

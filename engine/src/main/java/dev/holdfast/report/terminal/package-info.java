/**
 * Values in, lines of text out, for a person at a terminal. Colour, character set and width are told by the caller in a
 * {@link dev.holdfast.report.terminal.Style}; nothing here asks the environment. Text that came from AWS or from a log
 * is made harmless before it is printed, because a bucket name or a user agent may carry terminal control sequences. It
 * must not know where the lines go.
 */
@NullMarked
package dev.holdfast.report.terminal;

import org.jspecify.annotations.NullMarked;

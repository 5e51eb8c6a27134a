/**
 * What every station hands over to be shown: findings, scores, cases, runs, gaps, as values gathered from the other
 * rooms by the caller. What goes out of the packages below is text: terminal lines ({@code report.terminal}), stable
 * machine formats ({@code report.data}) and one self-contained page ({@code report.html}). Nothing here reads a file, a
 * clock, the environment or the terminal; the same values always give the same bytes. It must not know how a verdict
 * was reached or how a change was made.
 */
@NullMarked
package dev.holdfast.report;

import org.jspecify.annotations.NullMarked;

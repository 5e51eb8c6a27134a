/**
 * The pure interpreter of runbooks: a document, its parameters and the lines of a journal come in, the next thing to do
 * goes out. The same lines always give the same next thing, which is what makes a run survive any crash. It must not know
 * AWS, files, databases or clocks: the time is given, and others act.
 */
@NullMarked
package dev.holdfast.runbook;

import org.jspecify.annotations.NullMarked;

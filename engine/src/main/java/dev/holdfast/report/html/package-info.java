/**
 * One {@link dev.holdfast.report.Report} in, one self-contained HTML file out. The page needs no network, loads under a
 * content security policy that allows exactly its own style and its own script by their hashes, and can be read without
 * script: the script only filters, sorts, copies and expands what is already there. All text goes through
 * {@link dev.holdfast.report.html.Markup}, which escapes; there is no other way to put text into the page. It must not
 * know files or time.
 */
@NullMarked
package dev.holdfast.report.html;

import org.jspecify.annotations.NullMarked;

/**
 * Reads logs from files and from S3 into events, one record at a time. Places to read and the declared log sources come
 * in; events, unchanged as they were written, and an account of everything that could not be read go out. It must not
 * know rules, findings, or what the records mean beyond id, time and source.
 */
@NullMarked
package dev.holdfast.logs;

import org.jspecify.annotations.NullMarked;

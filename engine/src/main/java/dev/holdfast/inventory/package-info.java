/**
 * Collects an organization: every table definition in every account and region it applies to, into one snapshot. A
 * reading door to AWS, table definitions and an organization come in; a snapshot file and a report of what was read and
 * what could not be go out. It must not know what the facts mean, judge them, or write to AWS.
 */
@NullMarked
package dev.holdfast.inventory;

import org.jspecify.annotations.NullMarked;

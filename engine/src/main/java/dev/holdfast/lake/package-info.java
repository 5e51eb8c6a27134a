/**
 * Owns DuckDB: snapshots on disk and in memory, and locked-down SQL over them. Rows as JSON and SQL of people come in;
 * rows as JSON, or a named refusal, go out. It must not know AWS, what a table means, or who asks.
 */
@NullMarked
package dev.holdfast.lake;

import org.jspecify.annotations.NullMarked;

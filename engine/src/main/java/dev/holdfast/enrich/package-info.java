/**
 * What is known beside the logs. Of an address: where it is, whose network it belongs to, and who warns of it; of an account
 * or actor: what was never seen before; of a resource: what the newest snapshot says. All of it is bounded in memory, and a
 * file that cannot be read is named before any log is.
 */
@NullMarked
package dev.holdfast.enrich;

import org.jspecify.annotations.NullMarked;

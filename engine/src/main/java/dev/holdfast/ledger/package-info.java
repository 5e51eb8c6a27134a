/**
 * Durable state: runs and their journals, approvals, cases, drills. Facts of other rooms come in and are on disk before a
 * call returns; the same facts go out, in order and unaltered (each journal is a hash chain, checked when read). It must
 * not know AWS, documents, or what the facts mean.
 */
@NullMarked
package dev.holdfast.ledger;

import org.jspecify.annotations.NullMarked;

/**
 * Tells other systems about cases: a message goes through a door, which has the form of one kind of receiver.
 * Messages and the secrets of doors come in as values; what the receiver calls a message, or why it was refused, goes out.
 * It must not know the ledger, the time or where secrets are kept: who calls keeps messages and tries again.
 */
@NullMarked
package dev.holdfast.notify;

import org.jspecify.annotations.NullMarked;

/**
 * A small web server for one person on this machine. Requests are checked for their origin and the person's token, then
 * handed to the pages that were given; what the pages say goes out under a policy that runs no script.
 * It must not know cases, ledgers or verbs: pages come in as functions.
 */
@NullMarked
package dev.holdfast.console;

import org.jspecify.annotations.NullMarked;

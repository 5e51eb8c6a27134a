/**
 * The AWS API nobody here wrote: moto's server, pinned, in a Python environment of its own. A folder comes in; a running
 * server on a port of this machine goes out, and it ends with this process whatever happens. It must not know what is
 * asked of the server.
 */
@NullMarked
package dev.holdfast.emulator.moto;

import org.jspecify.annotations.NullMarked;

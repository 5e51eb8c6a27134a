/**
 * The language AWS clients and servers speak over HTTP: requests and answers as bytes, which operation a request means,
 * its members as JSON, and answers and errors written back in the same protocol. Bytes come in; operations, JSON and
 * bytes go out. It must not know what any operation does, nor the emulator, the organization or the clock.
 */
@NullMarked
package dev.holdfast.emulator.wire;

import org.jspecify.annotations.NullMarked;

/**
 * The emulated AWS organization as one thing: a folder and settings come in; a running endpoint, the environment to reach
 * it, and the demo's organization and attack inside go out. Wires moto, the overlay, the recorder and the player. It must
 * not know what Holdfast does with the endpoint.
 */
@NullMarked
package dev.holdfast.emulator;

import org.jspecify.annotations.NullMarked;

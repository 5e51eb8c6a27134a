/**
 * Founds the flawed organization of the demo and plays its attacker, as scenes read from content. Scenes and a running
 * emulator come in; real API calls go out, and the names they left behind come back. It must not know how the emulator
 * answers, and it refuses any endpoint that was not started by this program.
 */
@NullMarked
package dev.holdfast.emulator.organization;

import org.jspecify.annotations.NullMarked;

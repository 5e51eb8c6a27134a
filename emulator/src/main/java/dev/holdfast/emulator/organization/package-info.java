/**
 * Plays scripts of AWS calls against the emulator: builds the demo's flawed organization and acts the attacker in it.
 * Scripts from the content folder come in; changes in the emulated AWS and sentences for people go out. It must not know
 * how the emulator works inside, and it refuses every endpoint that this program did not start itself, except for one account that was proven to be a
 * sandbox.
 */
@NullMarked
package dev.holdfast.emulator.organization;

import org.jspecify.annotations.NullMarked;

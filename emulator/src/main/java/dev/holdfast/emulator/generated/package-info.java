/**
 * Organizations of any size that exist only as a seed: every answer is made when it is asked for, from templates, and
 * nothing of the organization is held.
 */
@NullMarked
package dev.holdfast.emulator.generated;

import org.jspecify.annotations.NullMarked;

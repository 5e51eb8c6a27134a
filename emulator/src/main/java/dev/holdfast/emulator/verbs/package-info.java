/**
 * The verbs that need an emulated AWS: {@code emulator} and {@code demo}. Words of a person come in; an emulator is
 * started, steered or ended, and the engine's own verbs are run against it as a user would run them. It must not know
 * how the stations work: it only types their commands.
 */
@NullMarked
package dev.holdfast.emulator.verbs;

import org.jspecify.annotations.NullMarked;

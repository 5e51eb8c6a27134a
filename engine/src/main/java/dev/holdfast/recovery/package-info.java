/**
 * How well everything that holds data can be brought back, and the order of doing so. A snapshot with its derived tables
 * comes in, and drills that were made; standings, clean points and an ordered way back go out. It must not call AWS, and it
 * never takes what was not read for an absence.
 */
@NullMarked
package dev.holdfast.recovery;

import org.jspecify.annotations.NullMarked;

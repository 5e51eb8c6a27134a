/**
 * Judges a snapshot by SQL checks. A locked snapshot, checks and frameworks come in; findings, results per control and
 * scores go out. What could not be read makes a verdict unknown, never good or bad. It must not know how facts were
 * collected or derived, call AWS, or change anything.
 */
@NullMarked
package dev.holdfast.posture;

import org.jspecify.annotations.NullMarked;

/**
 * Turns events into findings by Sigma rules. Parsed rules and events come in; findings with what was seen go out; the
 * same compiled rules serve a live stream, a look back and the rules' own examples. It must not know where events come
 * from, what the time is, or threads: state over several events lives behind {@link dev.holdfast.detect.CorrelationState}
 * and moves only by the events' own clocks.
 */
@NullMarked
package dev.holdfast.detect;

import org.jspecify.annotations.NullMarked;

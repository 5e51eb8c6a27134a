/**
 * Stands in front of the emulated AWS: passes calls through, answers what the server behind lacks, refuses what AWS
 * would refuse and the server does not, injects faults and counts calls. Requests come in; answers go out, and every
 * call with its answer goes to an observer. It must not know the demo's organization, how calls are recorded, or how the
 * server behind was started.
 */
@NullMarked
package dev.holdfast.emulator.overlay;

import org.jspecify.annotations.NullMarked;

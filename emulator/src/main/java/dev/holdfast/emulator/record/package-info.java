/**
 * Writes down every call as AWS CloudTrail does and delivers the files into the bucket of the trail. Calls with their
 * answers come in; gzip files in the emulated S3 go out. It must not know why calls are made, nor the demo's story.
 */
@NullMarked
package dev.holdfast.emulator.record;

import org.jspecify.annotations.NullMarked;

/**
 * The only way out: calls that change AWS. A request, already planned, approved and journalled, comes in; AWS's answer
 * goes out. Only the room {@code change} may import this package, and a test sees to it.
 */
@NullMarked
package dev.holdfast.aws.write;

import org.jspecify.annotations.NullMarked;

/**
 * The chain of custody. Bytes and where they came from come in; they are kept under their own digest, linked into one
 * chain per run, and the chain's head is signed; what goes out is a verdict that anyone can reach again with the folder
 * and the public key alone. It must not know AWS, runbooks, or what the bytes mean.
 */
@NullMarked
package dev.holdfast.evidence;

import org.jspecify.annotations.NullMarked;

/**
 * What a company wants its organization to be, as a person wrote it. The bytes of {@code holdfast.yaml} come in; the
 * document, or every problem at once with file, line, path and what to write instead, goes out. It must not know AWS,
 * snapshots or the clock: what is known of an organization and what day it is are given to it.
 */
@NullMarked
package dev.holdfast.config;

import org.jspecify.annotations.NullMarked;

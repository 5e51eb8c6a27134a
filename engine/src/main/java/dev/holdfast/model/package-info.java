/**
 * The nouns of the whole program: records, enums and sealed types, and the few one-method doors through which one room
 * asks another without knowing it. What comes in and what goes out is values only. It must not know files, networks,
 * clocks or any other room.
 */
@NullMarked
package dev.holdfast.model;

import org.jspecify.annotations.NullMarked;

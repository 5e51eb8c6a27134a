package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;

/** A compiled question about one event, or about one element of an array in it. */
@FunctionalInterface
interface EventTest {
    boolean test(JsonNode event);
}

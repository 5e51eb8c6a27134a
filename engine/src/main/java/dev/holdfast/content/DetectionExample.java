package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A detection's own test: events, and whether it must find something in them.
 *
 * @param name what it shows
 * @param events in the order given to the detector
 * @param hit true when it must find, false when it must stay silent
 * @param place where it stands
 */
public record DetectionExample(String name, List<ExampleEvent> events, boolean hit, SigmaPlace place) {
    /**
     * One event of an example.
     *
     * @param raw the record, after sample and overrides were put together
     * @param atSeconds seconds after the example's begin
     */
    public record ExampleEvent(JsonNode raw, long atSeconds) {}
}

package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * An example that a log source carries.
 *
 * @param name what it shows
 * @param raw what the log holds: text as it stands in a file
 * @param events what comes of it, one entry for each event
 * @param file where it stands
 * @param line its line
 */
public record SourceExample(String name, String raw, java.util.List<Expected> events, String file, int line) {
    /**
     * What an event must look like; only what is named is compared.
     *
     * @param members {@code id}, {@code time}, {@code actor} and the like, as text
     * @param record paths of the record to their values
     * @param ocsf paths of the OCSF view to their values
     */
    public record Expected(Map<String, String> members, Map<String, JsonNode> record, Map<String, JsonNode> ocsf) {}
}

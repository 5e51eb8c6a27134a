package dev.holdfast.emulator.organization;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of calls to make one after the other. In texts, {@code ${name}} is what an earlier step kept under that name
 * and {@code ${each}} the value a repeated step is at.
 *
 * @param file the file, for errors
 * @param from where the calls seem to come from, null for this machine
 * @param steps the calls
 */
public record Script(String file, @Nullable From from, List<Step> steps) {
    public Script {
        steps = List.copyOf(steps);
    }

    /**
     * Where calls seem to come from.
     *
     * @param address IP address
     * @param agent user agent
     */
    public record From(String address, String agent) {}

    /**
     * One call, or one for each of several values.
     *
     * @param line line in the file
     * @param as name of an account or of a kept access key
     * @param region region
     * @param service service prefix
     * @param operation API name
     * @param with the request
     * @param keep name to keep under, and path in the answer ({@code Roots[0].Id})
     * @param expect the error code that must come, empty when the call must succeed
     * @param say one sentence for people, empty for none
     * @param forEach values to repeat for, empty for once
     */
    public record Step(
            int line,
            String as,
            String region,
            String service,
            String operation,
            JsonNode with,
            Map<String, String> keep,
            String expect,
            String say,
            List<JsonNode> forEach) {
        public Step {
            keep = Map.copyOf(keep);
            forEach = List.copyOf(forEach);
        }
    }
}

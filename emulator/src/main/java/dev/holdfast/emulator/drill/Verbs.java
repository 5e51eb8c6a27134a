package dev.holdfast.emulator.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The verbs of Holdfast, typed as a person would type them. */
public interface Verbs {
    /**
     * Runs a verb with {@code --json}.
     *
     * @return what it printed, one value for each line of JSON or one for the whole
     * @throws RuntimeException when it fails outright
     */
    List<JsonNode> type(String... words);
}

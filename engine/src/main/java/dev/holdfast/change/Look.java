package dev.holdfast.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Runbook;
import dev.holdfast.content.RunbookStep;
import dev.holdfast.runbook.DryWalk;
import java.util.List;

/** What a look at AWS says about one wish. */
sealed interface Look {
    /** As wanted already, or no longer there. */
    record Nothing() implements Look {}

    /** It cannot be planned. */
    record Unknown(String why) implements Look {}

    /** Something else must do it. */
    record Owned(String owner, List<DryWalk.Write> writes) implements Look {}

    /** It is to be done. Holds no more of the walk than a plan tells, since thousands of looks wait for each other. */
    record Work(Runbook runbook, ObjectNode parameters, List<Planned> writes, boolean makes) implements Look {}

    /**
     * A write as a plan tells it.
     *
     * @param key the step's visit in the document
     * @param name one sentence for people
     * @param found the state found
     * @param wanted the state wanted
     * @param undo the operation that undoes it, or why none does
     */
    record Planned(RunbookStep step, String key, String name, JsonNode found, JsonNode wanted, String undo) {}

    /** Whether it makes something new. */
    default boolean makes() {
        return false;
    }
}

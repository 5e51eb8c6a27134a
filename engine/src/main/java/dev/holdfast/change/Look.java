package dev.holdfast.change;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.Runbook;
import dev.holdfast.runbook.DryWalk;
import java.util.List;

/** What a look at AWS says about one wish. */
sealed interface Look {
    /** Nothing is to be done: it is as wanted already, or no longer there. */
    record Nothing() implements Look {}

    /** It cannot be planned. */
    record Unknown(String why) implements Look {}

    /** Something else must do it. */
    record Owned(String owner, List<DryWalk.Write> writes) implements Look {}

    /** It is to be done. */
    record Work(Runbook runbook, ObjectNode parameters, List<DryWalk.Write> writes) implements Look {}

    /** Whether it makes something new. */
    default boolean makes() {
        return this instanceof Work work
                && work.writes().stream().anyMatch(w -> w.found().isNull());
    }
}

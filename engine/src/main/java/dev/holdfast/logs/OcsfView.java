package dev.holdfast.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Event;
import java.util.List;

/** The OCSF view of events. */
public final class OcsfView {
    /** @param sources the sources that events may come from */
    public OcsfView(List<SourceDefinition> sources) {}

    /** The view of one event. */
    public ObjectNode of(Event event) {
        return JsonNodeFactory.instance.objectNode();
    }
}

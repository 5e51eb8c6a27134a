package dev.holdfast.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The view of events in OCSF 1.8.0. What the source's file maps is under OCSF's names, everything else under
 * {@code unmapped}; the result is valid by the schema whatever the event holds.
 */
public final class OcsfView {
    private final Map<Event.LogSource, OcsfSource> sources = new HashMap<>();

    /** @param definitions the sources that events may come from */
    public OcsfView(List<SourceDefinition> definitions) {
        definitions.forEach(d -> sources.put(d.source(), new OcsfSource(d)));
    }

    /** The view of one event; an empty object when its source is not known. */
    public ObjectNode of(Event event) {
        OcsfSource source = sources.get(event.source());
        return source == null ? JsonNodeFactory.instance.objectNode() : source.of(event);
    }
}

package dev.holdfast.logs;

import dev.holdfast.content.SourceDefinition;
import dev.holdfast.lake.KeptEvent;
import dev.holdfast.model.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives events the facts under which they lie in the lake. */
public final class LakeEvents {
    private record Known(EventFacts.Places places, OcsfSource ocsf) {}

    private final Map<Event.LogSource, Known> sources = new HashMap<>();

    /** @param definitions the sources that events may come from; an event of another has no facts */
    public LakeEvents(List<SourceDefinition> definitions) {
        definitions.forEach(
                d -> sources.put(d.source(), new Known(new EventFacts.Places(d.view()), new OcsfSource(d))));
    }

    /** The event with its facts. */
    public KeptEvent kept(Event event) {
        Known known = sources.get(event.source());
        if (known == null) {
            return new KeptEvent(event, 0, "", "", "", "", "", "", "", "");
        }
        EventFacts facts = known.places().of(event.raw());
        return new KeptEvent(
                event,
                known.ocsf().classOf(event.raw()),
                facts.actor(),
                facts.accessKey(),
                facts.sourceIp(),
                facts.account(),
                facts.region(),
                facts.error(),
                facts.event(),
                facts.resource());
    }
}

package dev.holdfast.detect;

import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where events happened: account, region and machine, as their log sources say. Used by one thread. */
public final class EventPlaces {
    private static final Set<String> MACHINES = Set.of("linux", "windows");

    /** What logs of machines call the machine. */
    private static final List<String> HOST =
            List.of("hostname", "Computer", "Hostname", "winlog.computer_name", "host.name", "node", "_HOSTNAME");

    private final Map<Event.LogSource, EventView> views = new HashMap<>();

    /** @param sources where these facts stand in the records of each */
    public EventPlaces(List<SourceDefinition> sources) {
        sources.forEach(s -> views.putIfAbsent(s.source(), new EventView(s.view(), new SourceFields(s.sigma()))));
    }

    /** The account an event concerns, empty when its log does not say. */
    public String account(Event event) {
        EventView view = views.get(event.source());
        return view == null ? "" : view.account(event.raw());
    }

    /** The region, empty when its log does not say. */
    public String region(Event event) {
        EventView view = views.get(event.source());
        return view == null ? "" : view.region(event.raw());
    }

    /** The machine whose operating system wrote it, empty for other logs. */
    public String machine(Event event) {
        EventView view = views.get(event.source());
        return view == null || !MACHINES.contains(event.source().product()) ? "" : view.text(HOST, event.raw());
    }
}

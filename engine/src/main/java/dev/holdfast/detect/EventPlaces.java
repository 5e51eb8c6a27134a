package dev.holdfast.detect;

import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Event;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where events happened: account, region and machine, as their log sources say. Used by one thread. */
public final class EventPlaces {
    private static final Set<String> MACHINES = Set.of("linux", "windows");

    /** What logs of machines call the machine. */
    private static final List<String> HOST =
            List.of("hostname", "Computer", "Hostname", "winlog.computer_name", "host.name", "node", "_HOSTNAME");

    /** Where Wazuh says whose agent spoke; machines of EC2 are known by their address, and by a name where it is told none. */
    private static final List<String> AGENT = List.of("agent.ip", "agent.name");

    /** What Wazuh writes for an agent that may come from anywhere, and for its own server's. */
    private static final Set<String> NO_ADDRESS = Set.of("any", "127.0.0.1", "::1");

    private final Map<Event.LogSource, EventView> views = new HashMap<>();

    /** @param sources where these facts stand in the records of each */
    public EventPlaces(List<SourceDefinition> sources) {
        sources.forEach(s -> views.putIfAbsent(s.source(), new EventView(s.view(), new SourceFields(s.sigma()))));
    }

    /**
     * The same for records of a source that do not become events; empty where only an event tells.
     *
     * @param before how many members a sieve is asked for besides
     */
    public Optional<RecordPlaces> ofRecords(Event.LogSource source, int before) {
        EventView view = views.get(source);
        if (view == null || source.product().equals("wazuh")) {
            return Optional.empty();
        }
        List<Field> machine = MACHINES.contains(source.product()) ? view.fields(HOST) : List.of();
        return Optional.of(new RecordPlaces(view.accountFields(), view.regionFields(), machine, before));
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

    /** The machine whose operating system or whose agent of Wazuh wrote it, empty for other logs. */
    public String machine(Event event) {
        EventView view = views.get(event.source());
        if (view == null) {
            return "";
        }
        if (event.source().product().equals("wazuh")) {
            String address = view.text(AGENT, event.raw());
            return NO_ADDRESS.contains(address) ? view.text(AGENT.subList(1, 2), event.raw()) : address;
        }
        return MACHINES.contains(event.source().product()) ? view.text(HOST, event.raw()) : "";
    }
}

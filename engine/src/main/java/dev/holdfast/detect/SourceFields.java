package dev.holdfast.detect;

import dev.holdfast.content.SigmaRouting;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where the fields that rules name stand in the records of one log source. Safe for many threads. */
final class SourceFields {
    /** Names are rules' own, so there are not many; whoever asks for more gets them made anew. */
    private static final int MAX_KNOWN = 20_000;

    private final SigmaRouting routing;
    private final Map<String, Field> known = new ConcurrentHashMap<>();

    SourceFields(SigmaRouting routing) {
        this.routing = routing;
    }

    SigmaRouting routing() {
        return routing;
    }

    /** The field as a rule means it that came by this route. */
    Field field(SigmaRouting.Route route, String name) {
        return field(name, routing.paths(route, name));
    }

    /** The field by the source's own name for it. */
    Field plainField(String name) {
        return field(name, routing.paths(name));
    }

    /** The field by any of the names that the source's routes give it; for rules of several routes, and for findings. */
    Field field(String name) {
        Field field = known.get(name);
        if (field == null) {
            Set<String> paths = new LinkedHashSet<>(routing.paths(name));
            routing.routes().forEach(route -> {
                if (route.names().containsKey(name)) {
                    paths.addAll(routing.paths(route, name));
                }
            });
            field = field(name, List.copyOf(paths));
            if (known.size() < MAX_KNOWN) {
                known.put(name, field);
            }
        }
        return field;
    }

    private static Field field(String name, List<String> paths) {
        List<FieldPath> places = new ArrayList<>();
        for (String path : paths) {
            for (FieldPath place : Field.plain(path).places()) {
                if (!places.contains(place)) {
                    places.add(place);
                }
            }
        }
        return new Field(name, places);
    }
}

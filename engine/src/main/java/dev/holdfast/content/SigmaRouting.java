package dev.holdfast.content;

import dev.holdfast.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of the world call a log source and its fields. Rules say {@code CommandLine} and
 * {@code category: process_creation}; the record holds {@code Event.EventData.CommandLine} and an event number.
 *
 * @param routes the log sources that events of this source belong to, besides its own product and service
 * @param fields a rule's field to the paths where it may stand in the record; the first that the record has counts
 * @param within where a field that is not among {@code fields} is looked for: paths of objects, {@code .} is the record
 */
public record SigmaRouting(List<Route> routes, Map<String, List<String>> fields, List<String> within) {
    /** Fields stand in the record by the names that rules use, and there is no route besides product and service. */
    public static final SigmaRouting PLAIN = new SigmaRouting(List.of(), Map.of(), List.of("."));

    /**
     * One log source, in Sigma's words; at least one of the three is given.
     *
     * @param product such as {@code windows}
     * @param category such as {@code process_creation}
     * @param service such as {@code security}
     * @param when a rule's field (found by {@link SigmaRouting#paths}) to the values of which it must have one; all
     *     must hold, none means every event. Compared as text, ignoring case; a value ending in {@code *} is a beginning
     * @param names fields that this route calls otherwise: a rule's field to the name by which it is looked up
     */
    public record Route(
            @Nullable String product,
            @Nullable String category,
            @Nullable String service,
            Map<String, List<String>> when,
            Map<String, String> names) {
        /** True when a rule that says this log source concerns the events of this route. */
        public boolean serves(SigmaRule.Source rule) {
            return (rule.product() == null || rule.product().equals(product))
                    && (rule.category() == null || rule.category().equals(category))
                    && (rule.service() == null || rule.service().equals(service));
        }
    }

    public SigmaRouting {
        routes = List.copyOf(routes);
        fields = Map.copyOf(fields);
        within = List.copyOf(within);
    }

    /** The paths where a rule's field may stand, in the order in which they are to be tried. */
    public List<String> paths(String field) {
        List<String> known = fields.get(field);
        if (known != null) {
            return known;
        }
        List<String> out = new ArrayList<>();
        for (String place : within) {
            out.add(place.equals(".") ? field : place + "." + field);
        }
        return out;
    }

    /** The same for a rule that came by this route. */
    public List<String> paths(Route route, String field) {
        return paths(route.names().getOrDefault(field, field));
    }

    /** The declared routes and, first, the one that every source has: its own product and service. */
    public List<Route> routesOf(Event.LogSource source) {
        List<Route> out = new ArrayList<>();
        out.add(new Route(source.product(), null, source.service(), Map.of(), Map.of()));
        out.addAll(routes);
        return out;
    }
}

package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.FindingMap;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.model.Sighting;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes findings of what other tools found, by the content's maps. Safe for many threads. */
public final class ForeignFindings {
    /** Epoch times of OCSF are milliseconds. Source: OCSF 1.8.0, type timestamp_t. */
    private static final Pattern MILLIS = Pattern.compile("\\d{12,14}");

    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");

    /** A map with what reads it, and its routes as patterns. */
    private record Way(FindingMap map, EventView view, Map<Pattern, FindingMap.Route> routes) {}

    private final Map<Event.LogSource, Way> ways = new HashMap<>();

    /**
     * @param maps how findings of each log source are read
     * @param sources where in its records actor, account and resource stand
     */
    public ForeignFindings(List<FindingMap> maps, List<SourceDefinition> sources) {
        for (FindingMap map : maps) {
            SourceDefinition source = sources.stream()
                    .filter(s -> s.source().equals(map.source()))
                    .findFirst()
                    .orElse(null);
            EventView view = source == null
                    ? new EventView(
                            SourceDefinition.View.NONE, new SourceFields(dev.holdfast.content.SigmaRouting.PLAIN))
                    : new EventView(source.view(), new SourceFields(source.sigma()));
            Map<Pattern, FindingMap.Route> routes = new java.util.LinkedHashMap<>();
            map.routes().forEach(r -> r.kinds().forEach(k -> routes.put(pattern(k), r)));
            ways.put(map.source(), new Way(map, view, routes));
        }
    }

    /** Whether events of the source may be findings. */
    public boolean concern(Event.LogSource source) {
        return ways.containsKey(source);
    }

    /** The finding that an event is; empty when it is none, or one that is closed or meant for nobody. */
    public Optional<Finding> of(Event event) {
        Way way = ways.get(event.source());
        if (way == null) {
            return Optional.empty();
        }
        FindingMap map = way.map();
        JsonNode raw = event.raw();
        boolean taken = map.takes().stream().allMatch(s -> has(way.view(), s, raw))
                && map.leaves().stream().noneMatch(s -> has(way.view(), s, raw));
        return taken ? Optional.of(finding(way, event)) : Optional.empty();
    }

    private static boolean has(EventView view, SourceDefinition.Sign sign, JsonNode raw) {
        List<String> values = view.all(List.of(sign.path()), raw);
        return sign.values().isEmpty()
                ? !values.isEmpty()
                : values.stream().anyMatch(v -> sign.values().stream().anyMatch(s -> fits(s, v)));
    }

    private static boolean fits(String sign, String value) {
        return sign.endsWith("*")
                ? value.toLowerCase(Locale.ROOT)
                        .startsWith(sign.substring(0, sign.length() - 1).toLowerCase(Locale.ROOT))
                : sign.equalsIgnoreCase(value);
    }

    private static Finding finding(Way way, Event event) {
        FindingMap map = way.map();
        EventView view = way.view();
        JsonNode raw = event.raw();
        String kind = view.text(map.kind(), raw);
        FindingMap.@Nullable Route route = way.routes().entrySet().stream()
                .filter(e -> e.getKey().matcher(kind).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        Instant first = time(view.text(map.first(), raw))
                .filter(t -> !t.isAfter(event.time()))
                .orElse(event.time());
        String account = view.account(raw);
        String region = view.region(raw);
        String resource = view.resource(raw);
        String title = plain(view.text(map.name(), raw));
        Sighting sighting = new Sighting(
                event.time(),
                first,
                view.actor(raw),
                view.accessKey(raw),
                view.sourceIp(raw),
                event.source().toString(),
                plain(view.event(raw)),
                List.of(event.id()),
                count(view.text(map.count(), raw)),
                attack(view.all(map.attack(), raw), route),
                route == null ? null : route.respond(),
                null);
        return new Finding(
                Finding.Kind.DETECTION,
                plain(view.text(map.rule(), raw)),
                title.isEmpty() ? map.title() : title,
                NistFunction.DETECT,
                severity(map, view.text(map.level(), raw)),
                Outcome.FAIL,
                resource.isEmpty() ? account + "/" + region : resource,
                account,
                region,
                plain(view.text(map.reason(), raw)),
                Map.of(),
                "",
                null,
                sighting);
    }

    private static List<String> attack(List<String> said, FindingMap.@Nullable Route route) {
        List<String> own = said.stream()
                .filter(t -> TECHNIQUE.matcher(t).matches())
                .distinct()
                .toList();
        return !own.isEmpty() || route == null ? own : route.attack();
    }

    /** What cannot be read counts as medium, so that it is neither lost nor loud. */
    private static Severity severity(FindingMap map, String said) {
        for (Severity severity : Severity.values()) {
            if (severity.word().equalsIgnoreCase(said)) {
                return severity;
            }
        }
        try {
            double number = Double.parseDouble(said);
            return map.atLeast().entrySet().stream()
                    .filter(e -> number >= e.getValue())
                    .map(Map.Entry::getKey)
                    .max(Comparator.naturalOrder())
                    .orElse(Severity.INFORMATIONAL);
        } catch (NumberFormatException e) {
            return Severity.MEDIUM;
        }
    }

    private static long count(String said) {
        try {
            return Math.max(1, Long.parseLong(said));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static Optional<Instant> time(String said) {
        try {
            return said.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            MILLIS.matcher(said).matches()
                                    ? Instant.ofEpochMilli(Long.parseLong(said))
                                    : Instant.parse(said));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** On one line. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static Pattern pattern(String wildcard) {
        return Pattern.compile(
                java.util.Arrays.stream(wildcard.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(java.util.stream.Collectors.joining(".*")),
                Pattern.CASE_INSENSITIVE);
    }
}

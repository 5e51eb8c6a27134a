package dev.holdfast.detect;

import dev.holdfast.content.SigmaCorrelation;
import dev.holdfast.content.SigmaMeta;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.detect.CorrelationWindow.Seen;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Sighting;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a finding from what a rule saw. */
final class FindingWriter {
    private static final int MAX_IDS = 100;
    private static final int MAX_VALUES = 10;
    private static final SourceDefinition.View NOTHING = new SourceDefinition.View(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    private final Map<Event.LogSource, EventView> views = new HashMap<>();

    private final Function<Event.LogSource, SourceFields> fields;

    /** @param fields where the fields of each source stand */
    FindingWriter(List<SourceDefinition> sources, Function<Event.LogSource, SourceFields> fields) {
        this.fields = fields;
        sources.forEach(source ->
                views.putIfAbsent(source.source(), new EventView(source.view(), new SourceFields(source.sigma()))));
    }

    Finding single(SigmaMeta meta, Event event) {
        EventView view = view(event);
        String reason = sentence(view, event);
        return finding(meta, event, reason, event.time(), event.time(), List.of(event.id()), 1, null);
    }

    Finding burst(SigmaCorrelation correlation, Correlator.Reached reached, Event last) {
        List<Seen> events = reached.events();
        List<String> ids =
                events.stream().map(Seen::event).distinct().limit(MAX_IDS).toList();
        String what = what(correlation, reached) + " within " + span(correlation);
        return finding(
                correlation.meta(),
                last,
                what + ", the last: " + sentence(view(last), last),
                Instant.ofEpochMilli(events.get(0).at()),
                Instant.ofEpochMilli(events.getLast().at()),
                ids,
                events.size(),
                correlation.meta().id());
    }

    private static String span(SigmaCorrelation correlation) {
        long seconds = correlation.timespan().toSeconds();
        return seconds % 86_400 == 0
                ? seconds / 86_400 + "d"
                : seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String what(SigmaCorrelation correlation, Correlator.Reached reached) {
        String fields = String.join(" and ", correlation.fields());
        String figure = reached.figure().stripTrailingZeros().toPlainString();
        return switch (correlation.type()) {
            case EVENT_COUNT -> reached.events().size() + " events";
            case VALUE_COUNT -> {
                List<String> values =
                        reached.events().stream().map(Seen::value).distinct().toList();
                yield values.size() + " different values of " + fields + " ("
                        + values.stream().limit(MAX_VALUES).collect(Collectors.joining(", "))
                        + (values.size() > MAX_VALUES ? " …" : "") + ")";
            }
            case TEMPORAL -> figure + " of " + correlation.rules().size() + " rules hit";
            case TEMPORAL_ORDERED -> figure + " of " + correlation.rules().size() + " rules hit in their order";
            case VALUE_SUM -> "a sum of " + figure + " in " + fields + " over " + events(reached);
            case VALUE_AVG -> "an average of " + figure + " in " + fields + " over " + events(reached);
            case VALUE_MEDIAN -> "a median of " + figure + " in " + fields + " over " + events(reached);
            case VALUE_PERCENTILE ->
                "a percentile " + correlation.percentile().toPlainString() + " of " + figure + " in " + fields
                        + " over " + events(reached);
        };
    }

    private static String events(Correlator.Reached reached) {
        return reached.events().size() + " events";
    }

    private EventView view(Event event) {
        return views.computeIfAbsent(event.source(), source -> new EventView(NOTHING, fields.apply(source)));
    }

    private static String sentence(EventView view, Event event) {
        String actor = view.actor(event.raw());
        String address = view.sourceIp(event.raw());
        String error = view.error(event.raw());
        return view.event(event.raw())
                + (actor.isEmpty() ? "" : " by " + actor)
                + (address.isEmpty() ? "" : " from " + address)
                + (error.isEmpty() ? "" : ", refused with " + error);
    }

    private Finding finding(
            SigmaMeta meta,
            Event event,
            String reason,
            Instant first,
            Instant last,
            List<String> ids,
            long count,
            @Nullable String correlation) {
        EventView view = view(event);
        String account = view.account(event.raw());
        String region = view.region(event.raw());
        String resource = view.resource(event.raw());
        Sighting sighting = new Sighting(
                last,
                first,
                view.actor(event.raw()),
                view.accessKey(event.raw()),
                view.sourceIp(event.raw()),
                event.source().toString(),
                view.event(event.raw()),
                ids,
                count,
                meta.attack(),
                meta.respond(),
                correlation);
        return new Finding(
                Finding.Kind.DETECTION,
                meta.id(),
                meta.title(),
                NistFunction.DETECT,
                meta.level(),
                Outcome.FAIL,
                resource.isEmpty() ? account + "/" + region : resource,
                account,
                region,
                reason,
                Map.of(),
                "",
                null,
                sighting);
    }
}

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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a finding from what a rule saw. */
final class FindingWriter {
    private static final int MAX_IDS = 100;
    private static final int MAX_VALUES = 10;
    private static final SourceDefinition.View NOTHING = new SourceDefinition.View(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    private final Map<Event.LogSource, EventView> views = new HashMap<>();

    FindingWriter(List<SourceDefinition> sources) {
        sources.forEach(source -> views.put(source.source(), new EventView(source.view())));
    }

    Finding single(SigmaMeta meta, Event event) {
        EventView view = view(event);
        String reason = sentence(view, event);
        return finding(meta, event, reason, event.time(), event.time(), List.of(event.id()), 1, null);
    }

    Finding burst(SigmaCorrelation correlation, List<Seen> events, Event last) {
        List<String> ids = events.stream().map(Seen::event).limit(MAX_IDS).toList();
        String span = correlation.timespan().toString().substring(2).toLowerCase(java.util.Locale.ROOT);
        String what;
        if (correlation.type() == SigmaCorrelation.Type.VALUE_COUNT) {
            List<String> values = events.stream().map(Seen::value).distinct().toList();
            what = values.size() + " different values of " + String.join(" and ", correlation.fields()) + " within "
                    + span
                    + " (" + values.stream().limit(MAX_VALUES).collect(Collectors.joining(", "))
                    + (values.size() > MAX_VALUES ? " …" : "") + ")";
        } else {
            what = events.size() + " events within " + span;
        }
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

    private EventView view(Event event) {
        return views.computeIfAbsent(event.source(), source -> new EventView(NOTHING));
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

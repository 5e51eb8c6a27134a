package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Enrichment;
import dev.holdfast.model.Event;
import dev.holdfast.model.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The facts that every finding needs, read from an event where its log source says they stand. */
final class EventView {
    /** Longest text taken from a log into a finding. */
    static final int MAX_TEXT = 512;

    private static final int MAX_TECHNIQUES = 20;
    private static final int MAX_INDICATORS = 50;
    private static final Pattern TECHNIQUE = Pattern.compile("T\\d{4}(\\.\\d{3})?");
    private static final Pattern PATH = Pattern.compile("\\{([^{}]+)}");

    private final SourceDefinition.View view;
    private final SourceFields fields;

    /** @param fields where the fields that the view names stand */
    EventView(SourceDefinition.View view, SourceFields fields) {
        this.view = view;
        this.fields = fields;
    }

    String actor(JsonNode event) {
        return first(view.actor(), event);
    }

    String accessKey(JsonNode event) {
        return first(view.accessKey(), event);
    }

    String sourceIp(JsonNode event) {
        return first(view.sourceIp(), event);
    }

    String account(JsonNode event) {
        return first(view.account(), event);
    }

    String region(JsonNode event) {
        return first(view.region(), event);
    }

    /** Where the account is looked for, in order. */
    List<Field> accountFields() {
        return fields(view.account());
    }

    List<Field> regionFields() {
        return fields(view.region());
    }

    List<Field> fields(List<String> paths) {
        return paths.stream().map(fields::field).toList();
    }

    /** The error that the call was refused with, empty when it was not. */
    String error(JsonNode event) {
        return first(view.error(), event);
    }

    String event(JsonNode event) {
        List<String> parts = new ArrayList<>();
        for (String path : view.event()) {
            fields.field(path).first(event).map(EventView::bounded).ifPresent(parts::add);
        }
        return String.join(" ", parts);
    }

    /** What the event is about; empty when no path has a value. */
    String resource(JsonNode event) {
        return text(view.resource(), event);
    }

    /** The first of paths, or of texts with {@code {path}}, that has a value; empty when none has. */
    String text(List<String> places, JsonNode event) {
        for (String place : places) {
            Optional<String> value = place.contains("{") ? filled(place, event) : path(place, event);
            if (value.isPresent()) {
                return value.get();
            }
        }
        return "";
    }

    /** Every value of the first path that has any. */
    List<String> all(List<String> paths, JsonNode event) {
        List<String> out = new ArrayList<>();
        for (String path : paths) {
            fields.field(path).any(event, value -> {
                if (!value.isNull() && !value.text().isEmpty()) {
                    out.add(bounded(value.text()));
                }
                return false;
            });
            if (!out.isEmpty()) {
                break;
            }
        }
        return out;
    }

    /** What is asked about an event before the rules are. */
    Enrichment.About about(Event event) {
        JsonNode raw = event.raw();
        List<String> indicators = new ArrayList<>();
        for (String path : view.indicators()) {
            fields.field(path).any(raw, value -> {
                indicators.add(bounded(value.text()));
                return indicators.size() >= MAX_INDICATORS;
            });
        }
        return new Enrichment.About(
                event.time(), event.source(), sourceIp(raw), account(raw), region(raw), actor(raw), indicators);
    }

    /** How bad the log itself calls it; empty when it does not say. */
    Optional<Severity> severity(JsonNode event) {
        String text = first(view.severity().at(), event);
        if (view.severity().from().isEmpty()) {
            return Optional.ofNullable(Severity.of(text));
        }
        try {
            double number = Double.parseDouble(text);
            return view.severity().from().entrySet().stream()
                    .filter(step -> number >= step.getValue())
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** ATT&amp;CK technique ids that the log itself names. */
    List<String> attack(JsonNode event) {
        Set<String> out = new LinkedHashSet<>();
        for (String path : view.attack()) {
            fields.field(path).any(event, node -> {
                String text = node.text().toUpperCase(Locale.ROOT);
                if (TECHNIQUE.matcher(text).matches() && out.size() < MAX_TECHNIQUES) {
                    out.add(text);
                }
                return false;
            });
        }
        return List.copyOf(out);
    }

    private Optional<String> filled(String template, JsonNode event) {
        StringBuilder out = new StringBuilder();
        Matcher match = PATH.matcher(template);
        while (match.find()) {
            Optional<String> value = path(match.group(1), event);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            match.appendReplacement(out, Matcher.quoteReplacement(value.get()));
        }
        match.appendTail(out);
        return Optional.of(out.toString());
    }

    private String first(List<String> paths, JsonNode event) {
        return paths.stream().flatMap(p -> path(p, event).stream()).findFirst().orElse("");
    }

    private Optional<String> path(String path, JsonNode event) {
        return fields.field(path).first(event).filter(text -> !text.isEmpty()).map(EventView::bounded);
    }

    private static String bounded(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}

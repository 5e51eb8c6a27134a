package dev.holdfast.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SourceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The facts that every finding needs, read from an event where its log source says they stand. */
final class EventView {
    /** Longest text taken from a log into a finding. */
    private static final int MAX_TEXT = 512;

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

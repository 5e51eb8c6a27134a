package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SourceDefinition;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A log source made ready: its paths cut, its steps in order. */
final class KnownSource {
    private record Sign(RecordPath path, List<String> values) {
        boolean shows(JsonNode record) {
            JsonNode at = path.at(record);
            if (values.isEmpty() || at.isMissingNode()) {
                return !at.isMissingNode();
            }
            return path.text(record)
                    .filter(text -> values.stream().anyMatch(v -> like(text, v)))
                    .isPresent();
        }

        static boolean like(String text, String value) {
            return value.endsWith("*")
                    ? text.regionMatches(true, 0, value, 0, value.length() - 1)
                    : text.equalsIgnoreCase(value);
        }
    }

    private final SourceDefinition definition;
    private final List<Sign> signs;
    private final List<Sign> skip;
    private final List<RecordText> ids;
    private final List<RecordText> times;
    private final Extraction extraction;
    private final Map<String, List<RecordText>> frame = new LinkedHashMap<>();

    KnownSource(SourceDefinition definition) {
        this.definition = definition;
        this.signs = signs(definition.recognise());
        this.skip = signs(definition.skip());
        this.ids = definition.eventId().stream().map(RecordText::new).toList();
        this.times = definition.time().stream().map(RecordText::new).toList();
        this.extraction =
                new Extraction(definition.extract(), definition.lines().integers());
        definition
                .frame()
                .forEach((name, from) ->
                        frame.put(name, from.stream().map(RecordText::new).toList()));
    }

    private static List<Sign> signs(List<SourceDefinition.Sign> signs) {
        return signs.stream()
                .map(s -> new Sign(new RecordPath(s.path()), s.values()))
                .toList();
    }

    SourceDefinition definition() {
        return definition;
    }

    /** How much it asks of a record: of several sources that recognise one, the one that asks most counts. */
    int demand() {
        return signs.stream().mapToInt(s -> s.values().isEmpty() ? 1 : 2).sum();
    }

    boolean recognises(JsonNode record) {
        for (Sign sign : signs) {
            if (!sign.shows(record)) {
                return false;
            }
        }
        return true;
    }

    boolean skips(JsonNode record) {
        return !skip.isEmpty() && skip.stream().allMatch(s -> s.shows(record));
    }

    Extraction extraction() {
        return extraction;
    }

    Map<String, List<RecordText>> frame() {
        return frame;
    }

    /** Whether its records have ids of their own. */
    boolean identified() {
        return !ids.isEmpty();
    }

    Optional<String> id(JsonNode record) {
        return ids.stream().flatMap(id -> id.of(record).stream()).findFirst();
    }

    Optional<Instant> time(JsonNode record, @Nullable Instant reference) {
        for (RecordText time : times) {
            Optional<Instant> found = time.of(record).flatMap(text -> LogTimes.parse(text, reference));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}

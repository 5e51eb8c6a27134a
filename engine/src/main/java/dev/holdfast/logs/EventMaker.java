package dev.holdfast.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.LineShape;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.model.Event;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognises the source of a record by what it holds and makes an event of it, or several of what was wrapped together. */
final class EventMaker {
    /** Why a record is no event. */
    static final class NotAnEvent extends Exception {
        private static final long serialVersionUID = 1L;

        NotAnEvent(String message) {
            super(message);
        }
    }

    /** Gets events, and records that say nothing. */
    interface Sink {
        void event(Event event);

        void skipped();

        void error(String problem);
    }

    private static final int DEEPEST = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<KnownSource> sources;
    private final List<RecordPath> envelopes;
    private final LogLimits limits;
    private final Map<String, Integer> repeats = new LinkedHashMap<>();

    EventMaker(List<SourceDefinition> definitions, LogLimits limits) {
        this.limits = limits;
        this.sources = definitions.stream()
                .map(KnownSource::new)
                .sorted(Comparator.comparingInt(KnownSource::demand)
                        .reversed()
                        .thenComparing(s -> s.definition().id()))
                .toList();
        this.envelopes = definitions.stream()
                .flatMap(d -> d.envelope().stream())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(RecordPath::new)
                .toList();
    }

    /**
     * To be called before the records of another file.
     *
     * @param before how often lines came in the piece of the same file before; empty for a file from its start
     */
    void begin(Map<String, Integer> before) {
        repeats.clear();
        repeats.putAll(before);
    }

    /** How often lines without an id came, by their digest, those that came first before. */
    Map<String, Integer> repeats() {
        return new LinkedHashMap<>(repeats);
    }

    /** Equal lines of one file are several events; the same file given twice holds the same ones. */
    String numbered(String digest) {
        if (repeats.size() >= limits.knownIds()) {
            repeats.clear();
        }
        int times = repeats.merge(digest, 1, Integer::sum);
        return times == 1 ? digest : digest + "~" + times;
    }

    List<KnownSource> sources() {
        return sources;
    }

    /**
     * @param source known by the way the record is written, or null
     * @param reference what times without a year lie before
     */
    void events(
            ObjectNode record,
            LineShape.Kind kind,
            @Nullable KnownSource source,
            @Nullable Instant reference,
            String origin,
            Sink sink) {
        events(record, kind, source, reference, origin, sink, 0);
    }

    private void events(
            ObjectNode record,
            LineShape.Kind kind,
            @Nullable KnownSource source,
            @Nullable Instant reference,
            String origin,
            Sink sink,
            int depth) {
        if (sources.stream().anyMatch(s -> s.skips(record))) {
            sink.skipped();
            return;
        }
        if (source == null && kind == LineShape.Kind.SYSLOG && inner(record, reference, origin, sink, depth)) {
            return;
        }
        KnownSource found = source == null ? recognised(record, kind).orElse(null) : source;
        try {
            if (found != null) {
                sink.event(event(record, found, reference, origin));
            } else if (depth >= DEEPEST || !opened(record, reference, origin, sink, depth)) {
                throw new NotAnEvent("not a record of a known log source");
            }
        } catch (NotAnEvent e) {
            sink.error(String.valueOf(e.getMessage()));
        }
    }

    Optional<KnownSource> recognised(ObjectNode record, LineShape.Kind kind) {
        for (KnownSource source : sources) {
            LineShape.Kind own = source.definition().lines().kind();
            boolean possible = switch (kind) {
                case SYSLOG -> own == LineShape.Kind.SYSLOG;
                case DIRECTIVES -> own == LineShape.Kind.DIRECTIVES;
                // A record in columns comes as JSON and as Parquet too.
                default -> own != LineShape.Kind.SYSLOG && source.demand() > 0;
            };
            if (possible && source.recognises(record)) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    private Event event(ObjectNode record, KnownSource recognised, @Nullable Instant reference, String origin)
            throws NotAnEvent {
        KnownSource source = recognised;
        if (!source.frame().isEmpty()) {
            source = framed(record, source);
        }
        String digest = source.identified() || recognised.identified() ? "" : numbered(RecordDigest.of(record));
        source.extraction().into(record);
        List<String> places = source.definition().time();
        Instant time = source.time(record, reference)
                .or(() -> recognised.time(record, reference))
                .orElseThrow(() -> new NotAnEvent("there is no time in `" + String.join("` or `", places) + "`"));
        String id = source.id(record)
                .or(() -> recognised.id(record))
                .orElseGet(() -> digest.isEmpty() ? numbered(RecordDigest.of(record)) : digest);
        return new Event(id, time, source.definition().source(), record, origin);
    }

    /** Gives the record the members of a line of syslog, and the source that knows such a line. */
    private KnownSource framed(ObjectNode record, KnownSource source) {
        source.frame().forEach((name, from) -> {
            if (!record.has(name)) {
                from.stream().flatMap(f -> f.of(record).stream()).findFirst().ifPresent(v -> record.put(name, v));
            }
        });
        return recognised(record, LineShape.Kind.SYSLOG)
                .filter(s -> s.demand() > 0)
                .orElse(source);
    }

    /** A line of syslog may carry a record of another source. */
    private boolean inner(ObjectNode record, @Nullable Instant reference, String origin, Sink sink, int depth) {
        String message = record.path("message").asText();
        int brace = message.startsWith("{") ? 0 : message.startsWith("@cee: {") ? 6 : -1;
        if (brace < 0 || depth >= DEEPEST) {
            return false;
        }
        ObjectNode inside = document(message.substring(brace));
        if (inside == null || recognised(inside, LineShape.Kind.JSON).isEmpty()) {
            return false;
        }
        events(inside, LineShape.Kind.JSON, null, reference, origin, sink, depth + 1);
        return true;
    }

    /** Opens what is delivered around records; false when it is no such thing. */
    private boolean opened(ObjectNode record, @Nullable Instant reference, String origin, Sink sink, int depth) {
        for (RecordPath envelope : envelopes) {
            List<JsonNode> inside = envelope.all(record);
            if (inside.isEmpty() || inside.stream().noneMatch(n -> known(n, depth))) {
                continue;
            }
            TextLines lines = new TextLines(sources, new RecordSink() {
                @Override
                public void record(long number, ObjectNode line, LineShape.Kind kind, @Nullable KnownSource source) {
                    events(line, kind, source, reference, origin, sink, depth + 1);
                }

                @Override
                public void error(long number, String problem) {
                    sink.error(problem);
                }
            });
            long number = 0;
            for (JsonNode one : inside) {
                number++;
                ObjectNode object = one instanceof ObjectNode o ? o : one.isTextual() ? document(one.asText()) : null;
                if (object != null) {
                    events(object, LineShape.Kind.JSON, null, reference, origin, sink, depth + 1);
                } else if (one.isTextual()) {
                    lines.line(one.asText().stripTrailing(), number, number);
                } else {
                    sink.error("a JSON object is expected, this is something else");
                }
            }
            return true;
        }
        return false;
    }

    /** True when there is a record, or something that holds one, so that this is the envelope meant. */
    private boolean known(JsonNode node, int depth) {
        if (node.isTextual()) {
            return true;
        }
        return node instanceof ObjectNode object
                && (recognised(object, LineShape.Kind.JSON).isPresent()
                        || (depth + 1 < DEEPEST
                                && envelopes.stream()
                                        .anyMatch(e -> e.all(object).stream().anyMatch(n -> known(n, depth + 1)))));
    }

    private @Nullable ObjectNode document(String text) {
        String trimmed = text.strip();
        if (!trimmed.startsWith("{") || trimmed.length() > limits.recordBytes()) {
            return null;
        }
        try {
            return JSON.readTree(trimmed) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}

package dev.holdfast.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.holdfast.content.ExtractStep;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes further members out of a record's text, as the source says. What stands in the record already is left as it is. */
final class Extraction {
    private static final int MAX_TEXT = 64 * 1024;
    private static final int MOST_JOINED = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<ExtractStep> steps;
    private final List<RecordPath> from;
    private final Set<String> integers;

    Extraction(List<ExtractStep> steps, Set<String> integers) {
        this.steps = steps;
        this.from = steps.stream().map(s -> new RecordPath(s.from())).toList();
        this.integers = integers;
    }

    void into(ObjectNode record) {
        for (int i = 0; i < steps.size(); i++) {
            ExtractStep step = steps.get(i);
            if (step.into() != null) {
                join(record, step.from(), step.into());
                continue;
            }
            Optional<String> text = from.get(i).text(record).filter(t -> t.length() <= MAX_TEXT);
            if (text.isPresent()) {
                step(record, step, text.get());
            }
        }
    }

    private void step(ObjectNode record, ExtractStep step, String text) {
        for (Pattern pattern : step.patterns()) {
            if (groups(record, pattern, text)) {
                return;
            }
        }
        if (step.pairs()) {
            Pairs.into(record, text);
        } else if (step.json() && text.startsWith("{")) {
            try {
                JsonNode inner = JSON.readTree(text);
                inner.properties().forEach(e -> {
                    if (!record.has(e.getKey())) {
                        record.set(e.getKey(), e.getValue());
                    }
                });
            } catch (JsonProcessingException e) {
                // The text stays what it is.
            }
        }
    }

    /** Puts the named groups into the record; false when the pattern does not fit. */
    boolean groups(ObjectNode record, Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return false;
        }
        pattern.namedGroups().forEach((name, number) -> {
            String value = matcher.group(number);
            if (value != null && !value.equals("-") && !record.has(name)) {
                put(record, name, value);
            }
        });
        return true;
    }

    /** A value under its name, as a number where the source says so and it is one. */
    void put(ObjectNode record, String name, String value) {
        if (integers.contains(name) && value.length() <= 18 && isWhole(value)) {
            record.put(name, Long.parseLong(value));
        } else {
            record.put(name, value);
        }
    }

    private static boolean isWhole(String value) {
        int from = value.startsWith("-") ? 1 : 0;
        return value.length() > from && value.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }

    private static void join(ObjectNode record, String prefix, String into) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < MOST_JOINED && record.has(prefix + i) && out.length() < MAX_TEXT; i++) {
            out.append(i == 0 ? "" : " ").append(record.path(prefix + i).asText());
        }
        if (out.length() > 0 && !record.has(into)) {
            record.put(into, out.toString());
        }
    }
}

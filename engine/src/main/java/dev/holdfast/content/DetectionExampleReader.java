package dev.holdfast.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the `tests:` of a detection. An event is given whole (`event:`) or as a `sample:`; `with:` sets members by
 * dotted path (digits are places in an array), `without:` removes them. Under `events:` each may say `repeat: n` and
 * `at: 90s`; without `at` each comes one second after the one before.
 */
final class DetectionExampleReader {
    private static final int MAX_EVENTS = 2_000;
    private static final Set<String> EVENT = Set.of("sample", "event", "with", "without", "repeat", "at");
    private static final Set<String> TEST =
            Set.of("name", "is", "events", "sample", "event", "with", "without", "repeat", "at");
    private static final Pattern AT = Pattern.compile("(\\d{1,7})s");

    private DetectionExampleReader() {}

    static List<DetectionExample> read(Doc tests, DetectionSamples samples) {
        List<DetectionExample> out = new ArrayList<>();
        for (Doc test : tests.items()) {
            if (!test.isMap()) {
                test.error("a mapping with `name`, `is` and an event is expected here", "");
                continue;
            }
            test.only(TEST);
            String is = test.needText("is");
            if (!is.equals("hit") && !is.equals("miss")) {
                test.error("`is: " + is + "` is neither `hit` nor `miss`", "Say which of the two it is");
            }
            List<DetectionExample.ExampleEvent> events = new ArrayList<>();
            List<Doc> docs = test.get("events").map(Doc::items).orElse(List.of(test));
            for (Doc doc : docs) {
                if (doc != test) {
                    doc.only(EVENT);
                }
                add(doc, samples, events);
            }
            out.add(new DetectionExample(
                    test.needText("name"), List.copyOf(events), is.equals("hit"), SigmaPlace.of(test)));
        }
        return List.copyOf(out);
    }

    private static void add(Doc doc, DetectionSamples samples, List<DetectionExample.ExampleEvent> events) {
        JsonNode raw = doc.get("event")
                .map(Doc::json)
                .or(() -> doc.get("sample").flatMap(samples::read))
                .orElse(null);
        if (!(raw instanceof ObjectNode object)) {
            if (raw != null || doc.get("sample").isEmpty()) {
                doc.error("the example has no event", "Add `sample: product/name` or `event: {…}`");
            }
            return;
        }
        doc.get("with")
                .ifPresent(with -> with.entries().forEach((path, value) -> set(object, path, value.json(), value)));
        doc.get("without").ifPresent(list -> list.items().forEach(path -> set(object, path.text(), null, path)));
        long after = events.isEmpty() ? 0 : events.get(events.size() - 1).atSeconds() + 1;
        long at = doc.get("at").map(DetectionExampleReader::seconds).orElse(after);
        long repeat = doc.number("repeat", 1);
        if (repeat < 1 || events.size() + repeat > MAX_EVENTS) {
            doc.error("an example has 1 to " + MAX_EVENTS + " events", "Mend `repeat`");
            return;
        }
        for (int i = 0; i < repeat; i++) {
            events.add(new DetectionExample.ExampleEvent(object.deepCopy(), at + i));
        }
    }

    private static long seconds(Doc doc) {
        Matcher match = AT.matcher(doc.text());
        if (match.matches()) {
            return Long.parseLong(match.group(1));
        }
        doc.error("`" + doc.text() + "` is not a time after the begin", "Write seconds, such as `90s`");
        return 0;
    }

    private static void set(ObjectNode root, String path, @Nullable JsonNode value, Doc place) {
        String[] names = path.split("\\.");
        JsonNode at = root;
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode next = at instanceof ArrayNode array ? array.get(index(names[i])) : at.get(names[i]);
            if ((next == null || !next.isContainerNode()) && at instanceof ObjectNode object && value != null) {
                next = object.putObject(names[i]);
            }
            at = next == null ? JsonNodeFactory.instance.missingNode() : next;
        }
        String last = names[names.length - 1];
        if (at instanceof ObjectNode object && value != null) {
            object.set(last, value);
        } else if (at instanceof ObjectNode object && object.has(last)) {
            object.remove(last);
        } else if (at instanceof ArrayNode array && array.has(index(last)) && value != null) {
            array.set(index(last), value);
        } else if (at instanceof ArrayNode array && array.has(index(last))) {
            array.remove(index(last));
        } else {
            place.error("there is no `" + path + "` in the example's event", "Mend the path");
        }
    }

    private static int index(String name) {
        return name.length() < 5 && name.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt("0" + name)
                : -1;
    }
}

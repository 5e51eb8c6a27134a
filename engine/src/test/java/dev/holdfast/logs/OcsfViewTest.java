package dev.holdfast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceDefinitions;
import dev.holdfast.content.SourceExample;
import dev.holdfast.model.Event;
import dev.holdfast.model.Progress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The view of every source's events is valid OCSF 1.8.0 and keeps all that the events hold. */
class OcsfViewTest {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final List<SourceDefinition> SOURCES = SourceDefinitions.read(
            new ContentFolder(List.of(Path.of(System.getProperty("holdfast.root"), "content"))), new ArrayList<>());
    private static final OcsfView VIEW = new OcsfView(SOURCES);

    private static List<Event> examples() {
        List<Event> out = new ArrayList<>();
        for (SourceDefinition source : SOURCES) {
            for (SourceExample example : source.examples()) {
                LogReader reader = new LogReader(SOURCES, LogLimits.DEFAULT, Progress.SILENT);
                byte[] bytes = example.raw().getBytes(StandardCharsets.UTF_8);
                reader.bytes(example.name(), bytes, Instant.parse("2026-06-01T00:00:00Z"), out::add);
            }
        }
        return out;
    }

    @Test
    void every_source_says_what_its_events_are_in_ocsf() {
        assertThat(SOURCES)
                .isNotEmpty()
                .allSatisfy(
                        s -> assertThat(s.ocsf().asIs() || !s.ocsf().classes().isEmpty())
                                .as(s.id())
                                .isTrue());
    }

    @Test
    void the_view_of_every_example_is_valid() {
        Map<String, List<String>> wrong = new TreeMap<>();
        for (Event event : examples()) {
            List<String> problems = OcsfRules.problems(VIEW.of(event));
            if (!problems.isEmpty() && !asIs(event)) {
                wrong.put(event.source() + " " + event.origin(), problems);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void the_view_is_valid_whatever_an_event_holds() {
        Random random = new Random(20_260_102);
        Map<String, List<String>> wrong = new TreeMap<>();
        for (Event event : examples()) {
            for (int i = 0; !asIs(event) && i < 40; i++) {
                JsonNode bent = bent(event.raw(), random, 0);
                Event other = new Event(event.id(), event.time(), event.source(), bent, event.origin());
                List<String> problems = OcsfRules.problems(VIEW.of(other));
                if (!problems.isEmpty()) {
                    wrong.put(event.source() + " " + bent, problems);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void nothing_that_an_event_holds_is_lost() {
        for (Event event : examples()) {
            if (asIs(event)) {
                continue;
            }
            String view = VIEW.of(event).toString();
            List<String> texts = new ArrayList<>();
            texts(event.raw(), texts);
            assertThat(texts)
                    .as(event.source() + " in " + view)
                    .allSatisfy(t -> assertThat(holds(view, t)).as(t).isTrue());
        }
    }

    private static boolean asIs(Event event) {
        return event.source().product().equals("ocsf");
    }

    /** A value may have become a number, a truth or a time; long texts must be there as they are. */
    private static boolean holds(String view, String text) {
        return view.contains(text)
                || LogTimes.parse(text, null)
                        .map(t -> view.contains(Long.toString(t.toEpochMilli())))
                        .orElse(false);
    }

    private static void texts(JsonNode node, List<String> out) {
        if (node.isTextual() && node.asText().length() > 5 && !node.asText().matches("(?s).*[\"\\\\\\p{Cntrl}].*")) {
            out.add(node.asText());
        }
        node.forEach(child -> texts(child, out));
    }

    private static JsonNode bent(JsonNode node, Random random, int depth) {
        if (depth > 0 && random.nextInt(8) == 0) {
            return switch (random.nextInt(9)) {
                case 0 -> MAKE.nullNode();
                case 1 -> MAKE.numberNode(random.nextLong());
                case 2 -> MAKE.numberNode(random.nextGaussian() * 1e12);
                case 3 -> MAKE.booleanNode(random.nextBoolean());
                case 4 -> MAKE.textNode("203.0.113." + random.nextInt(400));
                case 5 -> MAKE.textNode(random.nextBoolean() ? "" : "-");
                case 6 -> MAKE.arrayNode().add(node).add(node);
                case 7 -> MAKE.objectNode().set("inner", node);
                default -> MAKE.textNode("\u0000 \ud83d\ude00 ' \" {x}");
            };
        }
        if (node instanceof ObjectNode object) {
            ObjectNode out = MAKE.objectNode();
            object.properties().forEach(e -> {
                if (random.nextInt(12) > 0) {
                    out.set(e.getKey(), bent(e.getValue(), random, depth + 1));
                }
            });
            return out;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode out = MAKE.arrayNode();
            array.forEach(e -> out.add(bent(e, random, depth + 1)));
            return out;
        }
        return node;
    }
}

package dev.holdfast.logs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.content.SourceExample;
import dev.holdfast.model.Event;
import dev.holdfast.model.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the examples that log sources carry, with the reader that runs live and with every source there is. */
public final class SourceExamples {
    private static final Instant REFERENCE = Instant.parse("2026-06-01T00:00:00Z");

    /**
     * How one example went.
     *
     * @param source id of the source
     * @param example its name
     * @param file where it stands
     * @param line its line
     * @param problems what is not as expected; empty when all is
     */
    public record Result(String source, String example, String file, int line, List<String> problems) {}

    private SourceExamples() {}

    /** Runs the examples of all sources. */
    public static List<Result> run(List<SourceDefinition> sources) {
        List<Result> out = new ArrayList<>();
        for (SourceDefinition source : sources) {
            for (SourceExample example : source.examples()) {
                List<Event> events = new ArrayList<>();
                LogReader reader = new LogReader(sources, LogLimits.DEFAULT, Progress.SILENT);
                byte[] raw = example.raw().getBytes(StandardCharsets.UTF_8);
                ReadReport report = reader.bytes(example.name(), raw, REFERENCE, events::add);
                List<String> problems = new ArrayList<>();
                report.errors().forEach(e -> problems.add("not read: " + e.problem()));
                if (events.size() != example.events().size()) {
                    problems.add(events.size() + " events, expected "
                            + example.events().size());
                } else {
                    OcsfView view = new OcsfView(sources);
                    for (int i = 0; i < events.size(); i++) {
                        compare(source, example.events().get(i), events.get(i), view, problems);
                    }
                }
                out.add(new Result(source.id(), example.name(), example.file(), example.line(), problems));
            }
        }
        return out;
    }

    private static void compare(
            SourceDefinition source,
            SourceExample.Expected expected,
            Event event,
            OcsfView view,
            List<String> problems) {
        if (!event.source().equals(source.source())) {
            problems.add("recognised as " + event.source() + ", expected " + source.source());
            return;
        }
        EventFacts facts = new EventFacts.Places(source.view()).of(event.raw());
        Map<String, String> has = Map.of(
                "id", event.id(),
                "time", event.time().toString(),
                "actor", facts.actor(),
                "access-key", facts.accessKey(),
                "source-ip", facts.sourceIp(),
                "account", facts.account(),
                "region", facts.region(),
                "error", facts.error(),
                "event", facts.event(),
                "resource", facts.resource());
        expected.members().forEach((name, value) -> differs(name, value, has.getOrDefault(name, ""), problems));
        values("record", expected.record(), event.raw(), problems);
        if (!expected.ocsf().isEmpty()) {
            values("ocsf", expected.ocsf(), view.of(event), problems);
        }
    }

    private static void values(String what, Map<String, JsonNode> expected, JsonNode has, List<String> problems) {
        expected.forEach((path, value) -> differs(
                what + " " + path,
                value.toString(),
                new RecordPath(path).at(has).toString(),
                problems));
    }

    private static void differs(String what, String expected, String has, List<String> problems) {
        if (!expected.equals(has)) {
            problems.add(what + " is `" + has + "`, expected `" + expected + "`");
        }
    }
}

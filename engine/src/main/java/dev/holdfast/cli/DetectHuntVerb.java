package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.detect.BoundedCorrelationState;
import dev.holdfast.detect.Detector;
import dev.holdfast.lake.EventLake;
import dev.holdfast.lake.Hunt;
import dev.holdfast.lake.KeptEvent;
import dev.holdfast.lake.Needle;
import dev.holdfast.logs.LakeEvents;
import dev.holdfast.logs.OcsfView;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import dev.holdfast.report.data.FindingsJson;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.QueryView;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks through kept events. */
@Command(
        name = "hunt",
        description = {
            "Look for an address, a key's id, an ARN or any text in the events kept by `detect keep`, or run a rule over",
            "them.",
            "",
            "A text counts where it stands as whole words, ignoring case; a name with dots is found in names below it."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast detect hunt AKIAIOSFODNN7EXAMPLE",
            "  holdfast detect hunt 203.0.113.7 --since 2026-11-01 --json",
            "  holdfast detect hunt --rule aws/cloudtrail/logging-tampered --since 30d"
        })
final class DetectHuntVerb extends Verb {
    /** The forms of what was found. */
    enum Format {
        table,
        json,
        ocsf
    }

    @Parameters(arity = "0..1", paramLabel = "TEXT", description = "What is looked for.")
    @Nullable
    String text;

    @Option(names = "--rule", paramLabel = "ID", description = "Run this rule over the kept events. Repeatable.")
    List<String> rules = new ArrayList<>();

    @Mixin
    RuleOptions ruleOptions = new RuleOptions();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From this day or time (UTC), or so long ago: 30d, 12h.")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this day or time.")
    @Nullable
    String until;

    @Option(names = "--anywhere", description = "Find the text inside words too. Everything in the span is then read.")
    boolean anywhere;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table, json or ocsf (default: table).")
    Format format = Format.table;

    @Option(names = "--limit", paramLabel = "N", description = "End after so many (default: 1000).")
    long limit = 1000;

    @Override
    public Integer call() {
        boolean texts = text != null && !text.isBlank();
        if (texts == !rules.isEmpty()) {
            throw Stop.usage("a text or a --rule is needed, and not both", "holdfast detect hunt 203.0.113.7");
        }
        EventLake lake = new EventLake(home().sub("lake"));
        if (!lake.holdsAny()) {
            throw Stop.usage("no events are kept yet", "Keep some: holdfast detect keep --source file:logs/");
        }
        EventLake.Span span = new EventLake.Span(
                since == null ? EventLake.Span.ALL.from() : time(since, "--since"),
                until == null ? EventLake.Span.ALL.until() : time(until, "--until"));
        long began = here().nanos().getAsLong();
        try (Hunt hunt = new Hunt(lake)) {
            Hunt.Outcome outcome = texts ? words(hunt, span) : rules(hunt, span);
            return summary(outcome, (here().nanos().getAsLong() - began) / 1e9);
        }
    }

    private Hunt.Outcome words(Hunt hunt, EventLake.Span span) {
        String wanted = String.valueOf(text);
        Needle needle = anywhere ? Needle.anywhere(wanted) : Needle.words(wanted);
        List<SourceDefinition> known = Library.sources(content());
        LakeEvents facts = new LakeEvents(known);
        OcsfView view = new OcsfView(known);
        Format shown = json() && format == Format.table ? Format.json : format;
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        long[] given = {0};
        Hunt.Outcome outcome = hunt.run(Optional.of(needle), span, event -> {
            switch (shown) {
                case json -> screen().line(Json.line(json(facts.kept(event))));
                case ocsf -> screen().line(Json.line(view.of(event)));
                case table -> rows.add(row(facts.kept(event)));
            }
            return ++given[0] < limit;
        });
        if (shown == Format.table && !rows.isEmpty()) {
            screen().lines(new QueryView(screen().style())
                    .lines(List.of("time", "source", "event", "actor", "from", "account", "region"), rows));
        }
        return outcome;
    }

    private Hunt.Outcome rules(Hunt hunt, EventLake.Span span) {
        RuleOptions.Loaded loaded = ruleOptions.load(this);
        for (String rule : rules) {
            if (loaded.detections().stream().noneMatch(d -> d.finders().stream().anyMatch(m -> m.id().equals(rule)))) {
                throw Stop.usage("there is no rule `" + rule + "`", "See: holdfast detect rules");
            }
        }
        Detector detector = new Detector(loaded.rules(), Library.sources(content()), new BoundedCorrelationState());
        long[] given = {0};
        // Correlations need their events in the order of time.
        Hunt.Outcome outcome = hunt.inOrder(span, event -> {
            for (Finding finding : detector.accept(event)) {
                if (rules.contains(finding.rule())) {
                    given[0]++;
                    screen().line(
                                    json()
                                            ? Json.line(FindingsJson.detection(finding))
                                            : event.time() + "  " + finding.title() + "  " + finding.reason());
                }
            }
            return given[0] < limit;
        });
        return new Hunt.Outcome(
                outcome.parts(), outcome.chunks(), outcome.chunksRead(), outcome.unread(), given[0], outcome.more());
    }

    private int summary(Hunt.Outcome outcome, double seconds) {
        if (json() || format != Format.table) {
            ObjectNode top = JSON.createObjectNode();
            ObjectNode inner = top.putObject("summary")
                    .put("found", outcome.found())
                    .put("complete", !outcome.more() && outcome.unread().isEmpty())
                    .put("parts", outcome.parts())
                    .put("chunks", outcome.chunks())
                    .put("chunksRead", outcome.chunksRead())
                    .put("seconds", seconds);
            outcome.unread().forEach(inner.putArray("unread")::add);
            screen().line(Json.line(top));
        } else {
            screen().line(String.format(
                    java.util.Locale.ROOT,
                    "%,d found in %.1f s%s",
                    outcome.found(),
                    seconds,
                    outcome.more() ? ", and there may be more: raise --limit" : ""));
        }
        outcome.unread().forEach(u -> screen().note("not read: " + u));
        return outcome.unread().isEmpty() ? Exit.FINE : Exit.PARTIAL;
    }

    private static ObjectNode json(KeptEvent kept) {
        Event event = kept.event();
        ObjectNode out = JSON.createObjectNode()
                .put("time", event.time().toString())
                .put("source", event.source().toString())
                .put("id", event.id())
                .put("event", kept.name())
                .put("actor", kept.actor())
                .put("accessKey", kept.accessKey())
                .put("sourceIp", kept.sourceIp())
                .put("account", kept.account())
                .put("region", kept.region())
                .put("error", kept.error())
                .put("resource", kept.resource())
                .put("origin", event.origin());
        out.set("raw", event.raw());
        return out;
    }

    private static Map<String, @Nullable Object> row(KeptEvent kept) {
        Map<String, @Nullable Object> out = new HashMap<>();
        out.put("time", kept.event().time().toString());
        out.put("source", kept.event().source().toString());
        // The service is the longest part of the name and says the least.
        out.put("event", kept.name().replaceFirst("^\\S+\\.amazonaws\\.com ", ""));
        out.put("actor", kept.actor());
        out.put("from", kept.sourceIp());
        out.put("account", kept.account());
        out.put("region", kept.region());
        return out;
    }

    private Instant time(String given, String option) {
        try {
            if (given.matches("\\d{1,5}[dhm]")) {
                long number = Long.parseLong(given.substring(0, given.length() - 1));
                Duration ago = switch (given.charAt(given.length() - 1)) {
                    case 'd' -> Duration.ofDays(number);
                    case 'h' -> Duration.ofHours(number);
                    default -> Duration.ofMinutes(number);
                };
                return here().clock().instant().minus(ago);
            }
            return given.indexOf('T') > 0
                    ? Instant.parse(given)
                    : LocalDate.parse(given).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw Stop.usage(
                    "`" + option + " " + given + "` is not a time", "Write 2026-11-23, 2026-11-23T10:00:00Z or 30d");
        }
    }
}

package dev.holdfast.report.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.model.Decision;
import dev.holdfast.model.Finding;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Severity;
import dev.holdfast.model.Sighting;
import dev.holdfast.model.Unread;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code protect check --json} and {@code detect run --json} say. */
public final class FindingsJson {
    /** By rule, account, region, resource, then by whatever still differs, so that no order of input shows. */
    static final Comparator<Finding> STABLE = ((Comparator<Finding>) FindingsJson::byKey)
            .thenComparing(Finding::outcome)
            .thenComparing(Finding::reason);

    private FindingsJson() {}

    /** The order of {@link Finding#key} without making the keys, which would cost more than all else. */
    private static int byKey(Finding a, Finding b) {
        if (a.rule().equals(b.rule())
                && a.region().equals(b.region())
                && a.account().equals(b.account())) {
            return a.resource().compareTo(b.resource());
        }
        int rules = differ(a.rule(), b.rule());
        int places = rules == 0 && a.rule().length() == b.rule().length() ? differ(a.account(), b.account()) : rules;
        return places != 0 ? places : a.key().compareTo(b.key());
    }

    /** How two texts compare at the first place where they differ, 0 when one begins the other. */
    private static int differ(String a, String b) {
        int end = Math.min(a.length(), b.length());
        for (int i = 0; i < end; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return a.charAt(i) - b.charAt(i);
            }
        }
        return 0;
    }

    /**
     * {@code {schemaVersion, snapshot, summary, framework?, findings}}.
     *
     * @param snapshot the snapshot judged
     * @param findings verdicts in any order
     * @param framework what {@link #framework} made, null when none was asked for
     */
    public static ObjectNode check(String snapshot, Collection<Finding> findings, @Nullable ObjectNode framework) {
        ObjectNode top = Json.top().put("snapshot", snapshot);
        top.set("summary", summary(findings));
        if (framework != null) {
            top.set("framework", framework);
        }
        ArrayNode list = top.putArray("findings");
        findings.stream().sorted(STABLE).forEach(finding -> list.add(verdict(finding)));
        return top;
    }

    /**
     * Writes what {@link #check} says, one verdict at a time: a large organization has more of them than fit in one text.
     * The bytes are those of {@code Json.pretty(check(...))}.
     *
     * @throws IOException when it cannot be written
     */
    public static void write(Writer out, String snapshot, Collection<Finding> findings, @Nullable ObjectNode framework)
            throws IOException {
        write(out, snapshot, findings, framework, null, null);
    }

    /**
     * The same, with what changed since an earlier run and what became of exceptions.
     *
     * @param since the member {@code since}, null when there is no earlier run
     * @param exceptions the member {@code exceptions}; null or empty when there are none
     */
    public static void write(
            Writer out,
            String snapshot,
            Collection<Finding> findings,
            @Nullable ObjectNode framework,
            @Nullable ObjectNode since,
            @Nullable ArrayNode exceptions)
            throws IOException {
        ObjectNode top = check(snapshot, List.of(), framework);
        // The findings stay the last member: they are written into the place that is left for them.
        var place = top.remove("findings");
        if (since != null) {
            top.set("since", since);
        }
        if (exceptions != null && !exceptions.isEmpty()) {
            top.set("exceptions", exceptions);
        }
        top.set("findings", place);
        top.set("summary", summary(findings));
        List<Finding> sorted = findings.stream().sorted(STABLE).toList();
        String line = Json.line(2);
        try (Spelling spelling =
                new Spelling(() -> new VerdictText(line, f -> Json.pretty(verdict(f)))::of, "," + line)) {
            Json.writeTexts(out, top, 2, () -> spelling.of(sorted));
        }
    }

    /**
     * How a framework stands: {@code {id, controls}}.
     *
     * @param id the framework's id
     * @param controls every control of it, in its own order
     */
    public static ObjectNode framework(String id, List<Control> controls) {
        ObjectNode framework = Json.object().put("id", id);
        ArrayNode list = framework.putArray("controls");
        controls.forEach(control -> list.addObject()
                .put("control", control.control())
                .put("outcome", control.outcome())
                .put("coverage", control.coverage())
                .put("note", control.note())
                .set("checks", Json.strings(control.checks())));
        return framework;
    }

    /**
     * One control of a framework.
     *
     * @param control its id
     * @param outcome an {@link Outcome}'s name, or {@code NOT_YET} where nothing judges it yet
     * @param checks ids of the checks that judge it
     * @param coverage how far it is judged: {@code judged}, {@code partly}, {@code manual} or {@code not-yet}
     * @param note what a person must do or what is not judged yet, may be empty
     */
    public record Control(String control, String outcome, List<String> checks, String coverage, String note) {}

    /** Counts: every outcome and every severity has a member, so that a reader need not ask whether it is there. */
    public static ObjectNode summary(Collection<Finding> findings) {
        ObjectNode summary = Json.object();
        ObjectNode byOutcome = summary.putObject("byOutcome");
        for (Outcome outcome : Outcome.values()) {
            byOutcome.put(
                    outcome.name(),
                    findings.stream()
                            .filter(finding -> finding.outcome() == outcome)
                            .count());
        }
        List<Finding> failed = findings.stream()
                .filter(finding -> finding.outcome() == Outcome.FAIL)
                .toList();
        ObjectNode bySeverity = summary.putObject("bySeverity");
        for (Severity severity : Severity.values()) {
            bySeverity.put(
                    severity.word(),
                    failed.stream()
                            .filter(finding -> finding.severity() == severity)
                            .count());
        }
        ObjectNode byFunction = summary.putObject("byFunction");
        for (NistFunction function : NistFunction.values()) {
            ObjectNode counts = byFunction.putObject(function.word());
            for (Outcome outcome : Outcome.values()) {
                counts.put(
                        outcome.name(),
                        findings.stream()
                                .filter(finding -> finding.function() == function && finding.outcome() == outcome)
                                .count());
            }
        }
        return summary;
    }

    private static ObjectNode verdict(Finding finding) {
        ObjectNode node = Json.object()
                .put("check", finding.rule())
                .put("title", finding.title())
                .put("function", finding.function().word())
                .put("severity", finding.severity().word())
                .put("outcome", finding.outcome().name())
                .put("resource", finding.resource())
                .put("account", finding.account())
                .put("region", finding.region())
                .put("reason", finding.reason());
        ObjectNode frameworks = node.putObject("frameworks");
        for (Map.Entry<String, List<String>> entry : new TreeMap<>(finding.frameworks()).entrySet()) {
            frameworks.set(
                    entry.getKey(),
                    Json.strings(entry.getValue().stream().sorted().toList()));
        }
        node.put("remediation", finding.remediation());
        if (finding.fix() != null) {
            node.put("fix", finding.fix());
        }
        Unread unread = finding.unread();
        if (unread != null) {
            node.putObject("unread")
                    .put("operation", unread.operation())
                    .put("action", unread.action())
                    .put("principal", unread.principal())
                    .put("cause", word(unread.cause()))
                    .put("policyLine", unread.policyLine())
                    .put("mend", unread.mend());
        }
        Decision decision = finding.decision();
        if (decision != null) {
            node.putObject("decision")
                    .put("kind", word(decision.kind()))
                    .put("id", decision.id())
                    .put("by", decision.by())
                    .put("why", decision.why())
                    .put("until", decision.until());
        }
        return node;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * One detection, as {@code detect run --json} prints it on a line.
     *
     * @throws IllegalArgumentException when the finding is not a detection's
     */
    public static ObjectNode detection(Finding finding) {
        Sighting sighting = finding.sighting();
        if (sighting == null) {
            throw new IllegalArgumentException(finding.rule() + " saw no event, so it is not a detection");
        }
        ObjectNode node = Json.object()
                .put("rule", finding.rule())
                .put("title", finding.title())
                .put("severity", finding.severity().word());
        node.set("attack", Json.strings(sighting.attack()));
        node.put("time", sighting.time().toString())
                .put("account", finding.account())
                .put("actor", sighting.actor())
                .put("source", sighting.source())
                .put("event", sighting.event())
                .put("count", sighting.count());
        node.set("eventIds", Json.strings(sighting.eventIds()));
        if (sighting.correlation() != null) {
            node.put("correlation", sighting.correlation());
        }
        if (!sighting.facts().isEmpty()) {
            sighting.facts().forEach(node.putObject("facts")::put);
        }
        return node;
    }

    /**
     * The line after all detections: {@code {summary: {…}}}.
     *
     * @param events events read
     * @param bytes bytes read
     * @param findings detections
     * @param parseErrors records that could not be read
     * @param seconds how long it took
     */
    public static ObjectNode detectionSummary(
            long events, long bytes, long findings, long parseErrors, double seconds) {
        ObjectNode top = Json.object();
        top.putObject("summary")
                .put("events", events)
                .put("bytes", bytes)
                .put("findings", findings)
                .put("parseErrors", parseErrors)
                .put("seconds", seconds)
                .put("eventsPerSecond", seconds > 0 ? Math.round(events / seconds) : events);
        return top;
    }
}

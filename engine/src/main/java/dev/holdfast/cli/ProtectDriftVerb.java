package dev.holdfast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.change.Drift;
import dev.holdfast.change.DriftReader;
import dev.holdfast.change.DriftWitness;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.logs.LogLimits;
import dev.holdfast.logs.LogReader;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Event;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.Style;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What somebody else changed since Holdfast changed it. */
@Command(
        name = "drift",
        description = {
            "What somebody else changed since it was deployed or fixed, and who did.",
            "",
            "Reads again each thing that a run of this ledger wrote and that was not undone since. Who changed it comes"
                    + " from the logs given, or else from CloudTrail's event history (90 days, management events).",
            "Nothing is written. To set things right, plan again: `holdfast protect plan`."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast protect drift",
            "  holdfast protect drift --source s3://org-trail/AWSLogs/ --account 222222222222 --fail-on-drift"
        })
final class ProtectDriftVerb extends Verb {
    private static final int MOST_ASKED = 50;
    private static final Region GLOBAL_EVENTS = new Region("us-east-1");

    @Mixin
    Connection connection = new Connection();

    @Option(
            names = "--source",
            paramLabel = "URI",
            description = "CloudTrail logs that say who: file:PATH or s3://bucket/prefix. Repeatable.")
    List<String> sources = new ArrayList<>();

    @Option(names = "--account", paramLabel = "ID", description = "The account whose role may read the S3 bucket.")
    @Nullable
    String account;

    @Option(names = "--fail-on-drift", description = "Exit with 1 when something drifted.")
    boolean failOnDrift;

    @Override
    public Integer call() {
        try (Ledger ledger = home().ledger();
                AwsSession session = connection.reading(config(), here())) {
            DriftReader.Result result = new DriftReader(ledger, session.reader(), screen()::progress).look();
            DriftWitness witness = new DriftWitness(result.drifts());
            List<String> notes = new ArrayList<>();
            if (sources.isEmpty()) {
                result.drifts().stream()
                        .filter(Drift::drifted)
                        .limit(MOST_ASKED)
                        .forEach(d -> history(d, session.reader(), witness, notes));
            } else {
                logs(session, witness, notes);
            }
            if (json()) {
                screen().line(Json.pretty(json(result, witness)));
            } else {
                show(result, witness);
            }
            notes.stream().distinct().forEach(screen()::note);
            return exit(result);
        }
    }

    private int exit(DriftReader.Result result) {
        boolean drifted = result.drifts().stream().anyMatch(Drift::drifted);
        boolean unread = result.drifts().stream().anyMatch(d -> !d.drifted());
        int findings = drifted && failOnDrift ? Exit.FINDINGS : Exit.FINE;
        return Exit.worse(findings, unread ? Exit.PARTIAL : Exit.FINE);
    }

    private void logs(AwsSession session, DriftWitness witness, List<String> notes) {
        LogReader reader = new LogReader(Library.sources(content()), LogLimits.DEFAULT, screen()::progress);
        AccountId owner = account == null ? session.account() : new AccountId(account);
        LogReader.S3 s3 = new LogReader.S3(session.reader(), new Scope(owner, config().homeRegion()));
        sources.forEach(source -> reader.read(source, s3, witness::accept));
        reader.report().errors().forEach(e -> notes.add("not read: " + e));
    }

    /** Asks CloudTrail's own history by each name that the thing goes by. */
    private static void history(Drift drift, AwsReader reader, DriftWitness witness, List<String> notes) {
        Region region = drift.region().equals(Region.GLOBAL.value()) ? GLOBAL_EVENTS : new Region(drift.region());
        Scope scope = new Scope(new AccountId(drift.account()), region);
        for (String name : drift.names()) {
            ObjectNode request = JsonNodeFactory.instance
                    .objectNode()
                    .put("StartTime", drift.since().toString());
            request.putArray("LookupAttributes")
                    .addObject()
                    .put("AttributeKey", "ResourceName")
                    .put("AttributeValue", name);
            try {
                for (JsonNode event : reader.read(scope, "cloudtrail", "LookupEvents", request)
                        .path("Events")) {
                    JsonNode raw = JSON.readTree(event.path("CloudTrailEvent").asText("{}"));
                    witness.accept(new Event(
                            event.path("EventId").asText(),
                            Instant.parse(raw.path("eventTime").asText()),
                            new Event.LogSource("aws", "cloudtrail"),
                            raw,
                            "cloudtrail:LookupEvents"));
                }
            } catch (AwsFailure failure) {
                notes.add("who changed it is not known: " + failure.explain());
                return;
            } catch (java.io.IOException | java.time.DateTimeException e) {
                notes.add("a record of CloudTrail's history is not of the documented form: " + e.getMessage());
            }
        }
    }

    private void show(DriftReader.Result result, DriftWitness witness) {
        Style style = screen().style();
        if (result.compared() == 0) {
            screen().line("No run of this ledger has left anything that could drift.");
            return;
        }
        for (Drift drift : result.drifts()) {
            screen().line(style.bold(style.safe(drift.what()))
                    + style.dim(style.safe("  " + drift.account() + " " + drift.region() + "  run " + drift.run())));
            if (!drift.drifted()) {
                screen().line("  could not be read: " + style.safe(drift.unread()));
                continue;
            }
            screen().line("  wanted " + style.safe(drift.wanted().toString()));
            screen().line("  found  "
                    + (drift.found().isNull()
                            ? "nothing"
                            : style.safe(drift.found().toString())));
            screen().line("  "
                    + witness.of(drift)
                            .map(s -> style.safe("changed " + s.at() + " by " + s.actor() + " (" + s.operation()
                                    + (s.sourceIp().isEmpty() ? "" : " from " + s.sourceIp()) + ")"))
                            .orElse("the logs do not say who changed it"));
        }
        long drifted = result.drifts().stream().filter(Drift::drifted).count();
        screen().line(drifted + " of " + result.compared() + " things that Holdfast made so are otherwise now"
                + (drifted == 0 ? "" : ". Next: holdfast protect plan"));
    }

    private static ObjectNode json(DriftReader.Result result, DriftWitness witness) {
        ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1).put("compared", result.compared());
        ArrayNode drifted = top.putArray("drifted");
        ArrayNode unknown = top.putArray("unknown");
        for (Drift drift : result.drifts()) {
            ObjectNode row = (drift.drifted() ? drifted : unknown).addObject();
            row.put("run", drift.run()).put("step", drift.step()).put("document", drift.document());
            row.put("resource", drift.resource())
                    .put("account", drift.account())
                    .put("region", drift.region());
            row.put("what", drift.what()).put("operation", drift.operation());
            row.put("since", drift.since().toString()).set("wanted", drift.wanted());
            if (drift.drifted()) {
                row.set("found", drift.found());
                Optional<DriftWitness.Seen> seen = witness.of(drift);
                row.set("who", seen.<JsonNode>map(ProtectDriftVerb::who).orElse(null));
            } else {
                row.put("error", drift.unread());
            }
        }
        return top;
    }

    private static ObjectNode who(DriftWitness.Seen seen) {
        return JSON.createObjectNode()
                .put("at", seen.at().toString())
                .put("actor", seen.actor())
                .put("operation", seen.operation())
                .put("sourceIp", seen.sourceIp())
                .put("event", seen.event());
    }
}

package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.logs.LogDoors;
import dev.holdfast.logs.LogReader;
import dev.holdfast.logs.TrailKeys;
import dev.holdfast.logs.TrailProof;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.report.data.Json;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Proves that a trail's files are those that were delivered. */
@Command(
        name = "verify-trail",
        description = {
            "Hold CloudTrail's files against its digests: each is valid, altered, missing or not known.",
            "",
            "A file is valid only when a digest with a good signature tells its hash. The public keys are asked of AWS, or given"
                    + " as a file. Ends with 1 when something was altered or is missing, with 3 when something is not known."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast detect verify-trail --source s3://org-trail/AWSLogs/ --account 222222222222",
            "  holdfast detect verify-trail --source file:copy/ --keys keys.json --since 2026-11-01T00:00:00Z"
        })
final class DetectVerifyTrailVerb extends Verb {
    /** CloudTrail's keys from before its digests began are of no use to anybody. */
    private static final Instant FIRST = Instant.parse("2015-09-01T00:00:00Z");

    @Mixin
    Connection connection = new Connection();

    @Option(
            names = "--source",
            required = true,
            paramLabel = "URI",
            description = "file:PATH or s3://bucket/prefix, with the folders CloudTrail and CloudTrail-Digest in it.")
    String source = "";

    @Option(names = "--account", paramLabel = "ID", description = "The account whose role may read the S3 bucket.")
    @Nullable
    String account;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description =
                    "Public keys, as `aws cloudtrail list-public-keys` writes them; else AWS is asked, for S3 only.")
    @Nullable
    Path keys;

    @Option(names = "--since", paramLabel = "TIME", description = "Do not miss digests from before this time.")
    @Nullable
    String since;

    @Option(names = "--all", description = "Show the valid files too.")
    boolean all;

    private final Map<TrailProof.State, Integer> counts = new EnumMap<>(TrailProof.State.class);

    @Override
    public Integer call() {
        Instant start = start();
        TrailKeys known =
                keys == null ? TrailKeys.NONE : TrailKeys.read(here().folder().resolve(keys));
        if (source.startsWith("s3:")) {
            try (AwsSession session = connection.reading(config(), here())) {
                AccountId owner = account == null ? session.account() : new AccountId(account);
                LogReader.S3 s3 = new LogReader.S3(session.reader(), new Scope(owner, config().homeRegion()));
                if (keys == null) {
                    known = asked(session, owner);
                }
                TrailProof.of(source, LogDoors.with(s3), known, start, this::show);
            }
        } else {
            TrailProof.of(source, LogDoors.FILES, known, start, this::show);
        }
        return summary();
    }

    private Instant start() {
        try {
            return since == null ? Instant.MIN : Instant.parse(since);
        } catch (DateTimeException e) {
            throw Stop.usage("`--since " + since + "` is not a time", "Write it like 2026-11-23T10:00:00Z");
        }
    }

    /** Each region signs with keys of its own. */
    private TrailKeys asked(AwsSession session, AccountId owner) {
        TrailKeys out = TrailKeys.NONE;
        for (Region region : config().regions()) {
            try {
                Scope scope = new Scope(owner, region);
                out = out.with(TrailKeys.ask(
                        session.reader(), scope, FIRST, here().clock().instant()));
            } catch (AwsFailure e) {
                screen().note("no public keys of " + region + ": " + e.explain());
            }
        }
        return out;
    }

    private void show(TrailProof.Result result) {
        counts.merge(result.state(), 1, Integer::sum);
        String state = word(result.state());
        if (json()) {
            screen().line(Json.line(JSON.createObjectNode()
                    .put("file", result.file())
                    .put("kind", result.digest() ? "digest" : "log")
                    .put("state", state)
                    .put("reason", result.reason())));
        } else if (all || result.state() != TrailProof.State.VALID) {
            screen().line(String.format(Locale.ROOT, "%-10s", state)
                    + result.file()
                    + screen().style().dim("  " + result.reason()));
        }
    }

    private static String word(TrailProof.State state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private int summary() {
        ObjectNode numbers = JSON.createObjectNode();
        StringBuilder text = new StringBuilder();
        for (TrailProof.State state : TrailProof.State.values()) {
            int count = counts.getOrDefault(state, 0);
            numbers.put(word(state), count);
            text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(word(state));
        }
        ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
        top.set("summary", numbers);
        screen().line(json() ? Json.line(top) : text.toString());
        if (counts.containsKey(TrailProof.State.ALTERED) || counts.containsKey(TrailProof.State.MISSING)) {
            return Exit.FINDINGS;
        }
        return counts.containsKey(TrailProof.State.NOT_KNOWN) ? Exit.PARTIAL : Exit.FINE;
    }
}

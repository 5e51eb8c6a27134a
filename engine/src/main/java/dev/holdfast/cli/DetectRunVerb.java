package dev.holdfast.cli;

import dev.holdfast.aws.AwsSession;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.detect.BoundedCorrelationState;
import dev.holdfast.detect.CorrelationState;
import dev.holdfast.detect.Detector;
import dev.holdfast.enrich.Knowledge;
import dev.holdfast.ledger.FindingSpool;
import dev.holdfast.logs.LogDoors;
import dev.holdfast.logs.LogLimits;
import dev.holdfast.logs.LogReader;
import dev.holdfast.logs.ReadReport;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Enrichment;
import dev.holdfast.model.Event;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.data.FindingsJson;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.CaseView;
import dev.holdfast.triage.GatheredFindings;
import dev.holdfast.triage.Outlines;
import dev.holdfast.triage.ScoredCase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the rules over logs. */
@Command(
        name = "run",
        description = {
            "Run the rules over logs; what they find becomes findings, and findings become cases in the queue.",
            "",
            "Reads CloudTrail and other JSON logs, plain or gzip, from files, folders, patterns and S3."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast detect run --source file:logs/",
            "  holdfast detect run --source s3://org-trail/AWSLogs/ --account 222222222222 --json",
            "  holdfast detect run --follow --source sqs:https://sqs.eu-central-1.amazonaws.com/222222222222/trail",
            "  holdfast detect run --follow --source syslog:5514 --source kafka:localhost:9092/zeek",
            "  holdfast detect run --source guardduty:eu-central-1,us-east-1 --account 333333333333"
        })
final class DetectRunVerb extends Verb {
    @Mixin
    Connection connection = new Connection();

    @Option(
            names = "--source",
            required = true,
            paramLabel = "URI",
            description =
                    "file:PATH (file, folder or pattern), s3://bucket/prefix, - for standard input, or guardduty: and"
                            + " securityhub: for the open findings of these services (regions may follow). With --follow"
                            + " also sqs:URL (a queue that S3 tells of new objects), kinesis:STREAM, kafka:HOST:PORT/TOPIC"
                            + " and syslog:PORT (this machine only) or syslog:udp|tcp://HOST:PORT. Repeatable.")
    List<String> sources = new ArrayList<>();

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "The account whose role may read the bucket, the queue or the stream.")
    @Nullable
    String account;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the findings as JSON lines to a file.")
    @Nullable
    Path out;

    @Option(names = "--since", paramLabel = "TIME", description = "Leave out events before this time, ISO 8601 in UTC.")
    @Nullable
    String since;

    @Mixin
    RuleOptions ruleOptions = new RuleOptions();

    @Option(names = "--no-queue", description = "Only find; leave the queue of cases as it is.")
    boolean noQueue;

    @Option(
            names = "--follow",
            description = {
                "Go on looking for new files and new lines until ended. How far was read and what was found is kept in",
                "the home, so that a run that ends, however it ends, is carried on by the next with the same sources."
            })
    boolean follow;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            description = "With --follow: end when nothing new came for so long.")
    @Nullable
    Integer idle;

    private @Nullable EventIntake intake;

    @Override
    public Integer call() {
        RuleOptions.Loaded loaded = ruleOptions.load(this);
        List<SourceDefinition> known = Library.sources(content());
        if (follow) {
            return follow(loaded, known);
        }
        LogReader reader = new LogReader(known, LogLimits.DEFAULT, screen()::progress);
        long began = here().nanos().getAsLong();
        ReadReport report;
        EventIntake detector;
        try (FindingSpool spool = CaseIntake.spool(this)) {
            Outlines outlines = new Outlines(spool::put, spool::get);
            GatheredFindings gathered = new GatheredFindings(outlines);
            try (Knowledge knowledge = Enriching.open(this);
                    Findings found = new Findings(new Enriching.Inventories(this), out, this::show)) {
                Enrichment enrichment = Enriching.of(this, knowledge);
                detector = intake(loaded, known, new BoundedCorrelationState(), enrichment);
                sieve(reader, enrichment);
                if (!noQueue) {
                    found.also(gathered::add);
                }
                report = read(reader, detector, found);
                double seconds = (here().nanos().getAsLong() - began) / 1e9;
                found.end(report, seconds);
                summary(found.total(), report, seconds);
            } catch (IOException e) {
                throw new Stop(Exit.FAILED, "what was seen cannot be kept: " + e.getMessage(), "");
            }
            if (!noQueue) {
                CaseIntake.Taken taken = new CaseIntake(this).take(gathered, outlines, detector);
                if (!json()) {
                    screen().line("");
                    screen().lines(new CaseView(screen().style(), AccountNames.NONE)
                            .queue(taken.cases().stream().map(ScoredCase::value).toList()));
                }
            }
        }
        report.errors().forEach(e -> screen().note("not read: " + e));
        loaded.refused().forEach(e -> screen().note("rule left out: " + e));
        return report.parseErrors() > 0 || !loaded.refused().isEmpty() ? Exit.PARTIAL : Exit.FINE;
    }

    private int follow(RuleOptions.Loaded loaded, List<SourceDefinition> known) {
        LogReader reader = new LogReader(known, LogLimits.DEFAULT, (done, all, what) -> {});
        boolean remote = sources.stream().anyMatch(DetectRunVerb::inAws);
        Path file = out == null ? null : here().folder().resolve(out);
        try (Knowledge knowledge = Enriching.open(this);
                AwsSession session = remote ? session() : null;
                DetectFollow kept = new DetectFollow(
                        home().sub("detect"),
                        sources,
                        file,
                        found -> keep(Enriching.known(this, found)),
                        () -> Enriching.save(knowledge),
                        state -> intake(loaded, known, state, Enriching.of(this, knowledge)))) {
            sieve(reader, Enriching.of(this, knowledge));
            loaded.refused().forEach(e -> screen().note("rule left out: " + e));
            Watch watch = new Watch(here(), screen());
            long began = here().nanos().getAsLong();
            watch.until(reader, sources.stream().map(this::everywhere).toList(), doors(session), kept, idle, event -> {
                if (since == null || !event.time().isBefore(start(since))) {
                    kept.take(event);
                }
            });
            ReadReport report = reader.report();
            double seconds = (here().nanos().getAsLong() - began) / 1e9;
            summary(kept.total(), report, seconds);
            return report.parseErrors() > 0 || !loaded.refused().isEmpty() ? Exit.PARTIAL : Exit.FINE;
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "what was seen cannot be kept: " + e.getMessage(), "");
        }
    }

    /**
     * Records that no rule hits are passed over, unless each must be looked at for what is new. What arrived is counted where
     * the queue is kept; of a file that goes on, a line without an id is known again only as an event.
     */
    private void sieve(LogReader reader, Enrichment enrichment) {
        EventIntake into = Objects.requireNonNull(intake);
        if (!enrichment.equals(Enrichment.NONE)) {
            return;
        }
        if (noQueue) {
            reader.through(RuleSieve.of(into.detector()));
        } else if (!follow) {
            reader.through(CountingSieve.of(into, since == null ? Instant.MIN : start(since)));
        }
    }

    private EventIntake intake(
            RuleOptions.Loaded loaded, List<SourceDefinition> known, CorrelationState state, Enrichment enrichment) {
        intake = new EventIntake(
                new Detector(loaded.rules(), known, state, enrichment), content(), known, here().clock());
        return intake;
    }

    /** Taking messages off a queue is asked for only where there is a queue. */
    private AwsSession session() {
        boolean queue = sources.stream().anyMatch(s -> s.startsWith("sqs:"));
        return queue ? connection.taking(config(), here()) : connection.reading(config(), here());
    }

    private LogDoors doors(@Nullable AwsSession session) {
        if (session == null) {
            return LogDoors.FILES;
        }
        LogDoors doors = LogDoors.with(s3(session));
        return session.settings().consuming() ? doors.queued(session.queue()) : doors;
    }

    private LogReader.S3 s3(AwsSession session) {
        AccountId owner = account == null ? session.account() : new AccountId(account);
        return new LogReader.S3(session.reader(), new Scope(owner, config().homeRegion()));
    }

    /** The queue keeps what it takes; the screen may show a finding again after a crash. */
    private void keep(List<Finding> findings) {
        if (!noQueue) {
            new CaseIntake(this).take(findings, Objects.requireNonNull(intake));
        }
        findings.forEach(this::show);
        here().out().flush();
    }

    private ReadReport read(LogReader reader, EventIntake detector, Findings findings) {
        boolean remote = sources.stream().anyMatch(DetectRunVerb::inAws);
        if (!remote) {
            LogDoors doors =
                    LogDoors.FILES.reading(here().in()).at(here().clock().instant());
            sources.forEach(s -> reader.from(s, doors, e -> take(e, detector, findings)));
            return reader.report();
        }
        try (AwsSession session = connection.reading(config(), here())) {
            LogReader.S3 s3 = s3(session);
            sources.forEach(s -> reader.read(everywhere(s), s3, e -> take(e, detector, findings)));
            return reader.report();
        }
    }

    private static boolean inAws(String source) {
        return source.startsWith("s3:")
                || source.startsWith("sqs:")
                || source.startsWith("kinesis:")
                || source.startsWith("guardduty:")
                || source.startsWith("securityhub:");
    }

    /** A service named without regions is asked in all that are configured. */
    private String everywhere(String source) {
        return source.equals("guardduty:") || source.equals("securityhub:")
                ? source + config().regions().stream().map(Region::toString).collect(Collectors.joining(","))
                : source;
    }

    private void take(Event event, EventIntake detector, Findings findings) {
        if (since == null || !event.time().isBefore(start(since))) {
            findings.take(detector.accept(event));
        }
    }

    private static Instant start(String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.DateTimeException e) {
            throw Stop.usage("`--since " + text + "` is not a time", "Write it like 2026-11-23T10:00:00Z");
        }
    }

    private void summary(long findings, ReadReport report, double seconds) {
        if (json()) {
            screen().line(Json.line(FindingsJson.detectionSummary(
                    report.events(), report.bytes(), findings, report.parseErrors(), seconds)));
            return;
        }
        screen().line(String.format(
                java.util.Locale.ROOT,
                "%,d events read in %.1f s: %d findings, %d places could not be read",
                report.events(),
                seconds,
                findings,
                report.parseErrors()));
    }

    private void show(Finding finding) {
        screen().line(json() ? Json.line(FindingsJson.detection(finding)) : line(finding));
    }

    private String line(Finding finding) {
        var style = screen().style();
        return style.severity(finding.severity()) + "  " + finding.title() + style.dim("  " + finding.reason());
    }
}

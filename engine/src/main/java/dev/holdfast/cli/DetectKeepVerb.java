package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.content.SourceDefinition;
import dev.holdfast.lake.EventLake;
import dev.holdfast.lake.LakeWriter;
import dev.holdfast.logs.LakeEvents;
import dev.holdfast.logs.LogDoors;
import dev.holdfast.logs.LogLimits;
import dev.holdfast.logs.LogReader;
import dev.holdfast.logs.ReadReport;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Scope;
import dev.holdfast.report.data.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps logs in the lake. */
@Command(
        name = "keep",
        description = {
            "Read logs and keep their events in the lake, to be searched by `detect hunt` and asked by `query`.",
            "",
            "The lake is Parquet files in the home, one folder to a day. Reading the same logs again does not double them",
            "in what a hunt finds."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast detect keep --source file:logs/",
            "  holdfast detect keep --source s3://org-trail/AWSLogs/ --account 222222222222"
        })
final class DetectKeepVerb extends Verb {
    @Mixin
    Connection connection = new Connection();

    @Option(
            names = "--source",
            required = true,
            paramLabel = "URI",
            description =
                    "file:PATH (file, folder or pattern), s3://bucket/prefix, or - for standard input. Repeatable.")
    List<String> sources = new ArrayList<>();

    @Option(names = "--account", paramLabel = "ID", description = "The account whose role may read the S3 bucket.")
    @Nullable
    String account;

    @Override
    public Integer call() {
        List<SourceDefinition> known = Library.sources(content());
        LogReader reader = new LogReader(known, LogLimits.DEFAULT, screen()::progress);
        EventLake lake = new EventLake(home().sub("lake"));
        boolean remote = sources.stream().anyMatch(s -> s.startsWith("s3:"));
        long began = here().nanos().getAsLong();
        long written;
        try (AwsSession session = remote ? connection.reading(config(), here()) : null;
                LakeWriter writer = new LakeWriter(lake)) {
            LogDoors doors = LogDoors.with(session == null ? null : s3(session))
                    .at(here().clock().instant())
                    .reading(here().in());
            read(reader, doors, new LakeEvents(known), writer);
            writer.flush();
            written = writer.written();
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, String.valueOf(e.getMessage()), "See that there is room in " + lake.folder());
        }
        ReadReport report = reader.report();
        double seconds = (here().nanos().getAsLong() - began) / 1e9;
        show(report, written, seconds);
        report.errors().forEach(e -> screen().note("not read: " + e));
        return report.parseErrors() > 0 ? Exit.PARTIAL : Exit.FINE;
    }

    private void read(LogReader reader, LogDoors doors, LakeEvents facts, LakeWriter writer) throws IOException {
        try {
            sources.forEach(s -> reader.from(s, doors, event -> {
                try {
                    writer.add(facts.kept(event));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private LogReader.S3 s3(AwsSession session) {
        AccountId owner = account == null ? session.account() : new AccountId(account);
        return new LogReader.S3(session.reader(), new Scope(owner, config().homeRegion()));
    }

    private void show(ReadReport report, long written, double seconds) {
        if (json()) {
            ObjectNode top = JSON.createObjectNode().put("schemaVersion", 1);
            top.putObject("summary")
                    .put("events", report.events())
                    .put("kept", written)
                    .put("bytes", report.bytes())
                    .put("files", report.files())
                    .put("skipped", report.skipped())
                    .put("duplicates", report.duplicates())
                    .put("parseErrors", report.parseErrors())
                    .put("seconds", seconds);
            screen().line(Json.line(top));
            return;
        }
        screen().line(String.format(
                Locale.ROOT,
                "%,d events of %,d files kept in %.1f s, %d places could not be read",
                written,
                report.files(),
                seconds,
                report.parseErrors()));
    }
}

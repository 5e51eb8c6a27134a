package dev.holdfast.cli;

import dev.holdfast.config.ConfigFile;
import dev.holdfast.config.Ground;
import dev.holdfast.lake.QueryFailure;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.model.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a first configuration. */
@Command(
        name = "init",
        description = {
            "Write a first holdfast.yaml from the newest snapshot of your organization.",
            "",
            "It describes what is there, so that deploying it moves no account. Nothing in AWS is read or changed."
        })
final class InitVerb extends Verb {
    @Option(names = "--snapshot", paramLabel = "NAME", description = "Snapshot by name or file (default: the newest).")
    @Nullable
    String snapshot;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write to this file (default: --config, or holdfast.yaml).")
    @Nullable
    Path out;

    @Option(names = "--force", description = "Replace the file when it is there.")
    boolean force;

    @Override
    public Integer call() {
        Path given = out != null ? out : global.config != null ? global.config : Path.of("holdfast.yaml");
        Path target = here().folder().resolve(given).toAbsolutePath();
        if (Files.exists(target) && !force) {
            throw Stop.usage("`" + given + "` is there already", "Give another --out, or replace it with --force");
        }
        Path file = Snapshots.of(home()).find(snapshot, here());
        String text;
        try (Snapshot open = Verdicts.prepared(file, QueryLimits.USUAL)) {
            text = FirstConfig.of(open, Snapshots.name(file));
        } catch (QueryFailure e) {
            throw Stop.usage(
                    "the snapshot does not hold an organization: " + e.getMessage(),
                    "Collect it with the credentials of the management account: holdfast identify");
        }
        ConfigFile.Checked checked = ConfigFile.read(
                String.valueOf(given.getFileName()),
                text.getBytes(StandardCharsets.UTF_8),
                new Ground(Config.today(here()), KnownNames.of(file)));
        if (!checked.errors().isEmpty()) {
            throw new Problems(checked.errors());
        }
        OutFile.write(target, text);
        screen().line("Written: " + given);
        screen().line("Next: read it, say what you want under each TODO, then: holdfast config check " + given);
        return Exit.FINE;
    }
}

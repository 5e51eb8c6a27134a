package dev.holdfast.cli;

import dev.holdfast.aws.AwsSession;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.inventory.Collector;
import dev.holdfast.inventory.OrganizationDiscovery;
import dev.holdfast.inventory.SecretHash;
import dev.holdfast.inventory.SharedReader;
import dev.holdfast.lake.SnapshotPair;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Gap;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at some tables of one account and region before and after something, to prove that it left nothing behind. */
final class Look implements AutoCloseable {
    private final Verb verb;
    private final AwsSession session;
    private final Path folder;
    private final List<TableDefinition> all;

    Look(Verb verb, AwsSession session) {
        this.verb = verb;
        this.session = session;
        this.all = Library.whole(verb.content(), TableReader::read);
        try {
            this.folder = Files.createTempDirectory(verb.home().sub("looks"), "look");
        } catch (IOException e) {
            throw new Stop(Exit.FAILED, "no file can be made in the home: " + e.getMessage(), "");
        }
    }

    /**
     * Reads tables into a small snapshot.
     *
     * @param name tells the looks apart
     * @param gaps what could not be read
     */
    Path at(Scope scope, Set<String> tables, String name, List<Gap> gaps) {
        Path file = folder.resolve(name + Snapshots.ENDING);
        List<TableDefinition> wanted =
                all.stream().filter(t -> tables.contains(t.name())).toList();
        try (SnapshotWriter writer = SnapshotWriter.create(file);
                SharedReader reader = new SharedReader(
                        session.reader(),
                        all,
                        session.settings().homeRegion(),
                        writer.folder().path())) {
            Organization organization = new OrganizationDiscovery(reader, session.account())
                    .discover(
                            Set.of(new AccountId(scope.account().value())),
                            Set.of(new Region(scope.region().value())));
            Collector collector = new Collector(
                    reader,
                    new SecretHash(verb.home().hashKey(verb.here())),
                    verb.here().clock(),
                    session.settings().concurrency());
            Collector.Begun begun = collector.begin(organization, wanted, null, writer);
            gaps.addAll(collector
                    .carryOn(organization, begun.tables(), writer, Progress.SILENT)
                    .gaps());
        }
        return file;
    }

    /** What is there after and was not before, or is gone, or differs; settings that change by themselves left out. */
    List<String> residue(Path before, Path after, Set<String> tables) {
        List<String> out = new ArrayList<>();
        try (SnapshotPair pair = SnapshotPair.of(before, after)) {
            for (TableDefinition table : all) {
                if (tables.contains(table.name()) && pair.both(table.name())) {
                    pair.differences(
                            DiffVerb.comparison(table),
                            d -> out.add(d.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + d.table() + " "
                                    + d.id()));
                }
            }
        }
        return out;
    }

    /** Machines that were ended stay listed for about an hour (EC2 User Guide); they are nothing that is left. */
    Set<String> ended(Path after) {
        Set<String> out = new java.util.HashSet<>();
        try (var open = Snapshots.open(after)) {
            if (open.schemas().containsKey("aws_ec2_instance")) {
                open.answer("SELECT arn FROM aws_ec2_instance WHERE instance_state IN ('terminated', 'shutting-down')")
                        .rows()
                        .forEach(row -> out.add(row.path("arn").asText()));
            }
        }
        return out;
    }

    @Override
    public void close() {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    verb.screen().note("`" + file + "` could not be removed");
                }
            });
        } catch (IOException e) {
            verb.screen().note("`" + folder + "` could not be removed");
        }
    }
}

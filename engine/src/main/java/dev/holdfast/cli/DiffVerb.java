package dev.holdfast.cli;

import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.lake.SnapshotPair;
import dev.holdfast.report.FindingsDiff;
import dev.holdfast.report.SnapshotChanges;
import dev.holdfast.report.SnapshotChanges.Attribute;
import dev.holdfast.report.SnapshotChanges.Count;
import dev.holdfast.report.SnapshotChanges.Resource;
import dev.holdfast.report.data.DiffJson;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.DiffView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two kept runs. */
@Command(
        name = "diff",
        description = {
            "What changed between two snapshots: failures opened and closed, resources added, removed and changed.",
            "",
            "What one of the runs could not read or did not look at is counted apart, never told as a change. Both are",
            "judged by the checks of today. Ends with 1 when something opened and --fail-on-opened is given."
        },
        footer = {"", "Example:", "  holdfast diff 20261123T100211Z-4f1c 20261124T100157Z-9a20"})
final class DiffVerb extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "BEFORE", description = "Snapshot by name or file.")
    @Nullable
    String before;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "AFTER",
            description = "Snapshot by name or file (default: the newest; without both, the last two).")
    @Nullable
    String after;

    @Option(names = "--tables", split = ",", paramLabel = "TABLE", description = "Only these tables.")
    List<String> tables = new ArrayList<>();

    @Option(names = "--limit", paramLabel = "N", description = "Resources to list (default: 200; all with --json).")
    int limit = 200;

    @Option(names = "--fail-on-opened", description = "End with 1 when a failure opened.")
    boolean failOnOpened;

    @Mixin
    Trust.Options trust = new Trust.Options();

    @Override
    public Integer call() {
        Snapshots store = Snapshots.of(home());
        Path old = store.find(before == null ? earlier(store) : before, here());
        Path now = store.find(after, here());
        List<TableDefinition> known = Library.whole(content(), TableReader::read);
        for (String table : tables) {
            if (known.stream().noneMatch(t -> t.name().equals(table))) {
                throw Stop.usage("there is no table `" + table + "`", "See `holdfast content docs tables`");
            }
        }
        SnapshotChanges changes = changes(old, now, known, json() ? Integer.MAX_VALUE : limit);
        List<Check> checks = Library.whole(content(), CheckReader::read);
        FindingsDiff findings = FindingsDiff.of(judged(checks, old), judged(checks, now), SinceLast.looked(now));
        if (json()) {
            screen().line(Json.pretty(DiffJson.of(changes, findings)));
        } else {
            screen().lines(new DiffView(screen().style(), Snapshots.accountNames(now)).lines(changes, findings));
        }
        return failOnOpened && !findings.opened().isEmpty() ? Exit.FINDINGS : Exit.FINE;
    }

    private static String earlier(Snapshots store) {
        List<String> names = store.names();
        if (names.size() < 2) {
            throw Stop.usage("there are no two snapshots to compare", "Collect another one: holdfast identify");
        }
        return names.get(names.size() - 2);
    }

    private List<dev.holdfast.model.Finding> judged(List<Check> checks, Path file) {
        return Verdicts.of(
                checks,
                c -> true,
                content(),
                file,
                Verdicts.facts(home()),
                config(),
                here(),
                Trust.of(this, trust, null));
    }

    private SnapshotChanges changes(Path old, Path now, List<TableDefinition> known, int most) {
        Map<String, Count> counts = new TreeMap<>();
        List<Resource> resources = new ArrayList<>();
        long[] cut = {0};
        try (SnapshotPair pair = SnapshotPair.of(old, now)) {
            for (TableDefinition table : known) {
                if (!pair.both(table.name()) || (!tables.isEmpty() && !tables.contains(table.name()))) {
                    continue;
                }
                screen().progress(0, 0, "Comparing " + table.name());
                Map<SnapshotPair.Kind, Long> n = new EnumMap<>(SnapshotPair.Kind.class);
                long apart = pair.differences(comparison(table), difference -> {
                    n.merge(difference.kind(), 1L, Long::sum);
                    if (resources.size() < most) {
                        resources.add(resource(difference));
                    } else {
                        cut[0]++;
                    }
                });
                if (!n.isEmpty() || apart > 0) {
                    counts.put(
                            table.name(),
                            new Count(
                                    n.getOrDefault(SnapshotPair.Kind.ADDED, 0L),
                                    n.getOrDefault(SnapshotPair.Kind.REMOVED, 0L),
                                    n.getOrDefault(SnapshotPair.Kind.CHANGED, 0L),
                                    apart));
                }
            }
        }
        return new SnapshotChanges(Snapshots.name(old), Snapshots.name(now), counts, resources, cut[0]);
    }

    static SnapshotPair.Comparison comparison(TableDefinition table) {
        List<String> scope = switch (table.extent()) {
            case ORGANIZATION -> List.of();
            case ORGANIZATION_REGION -> List.of(TableDefinition.REGION);
            case ACCOUNT -> List.of(TableDefinition.ACCOUNT);
            case REGION -> List.of(TableDefinition.ACCOUNT, TableDefinition.REGION);
        };
        return new SnapshotPair.Comparison(table.name(), table.id(), scope, table.volatiles());
    }

    private static Resource resource(SnapshotPair.Difference difference) {
        return new Resource(
                difference.kind().name().toLowerCase(java.util.Locale.ROOT),
                difference.table(),
                difference.account(),
                difference.region(),
                difference.id(),
                difference.changes().stream()
                        .map(c -> new Attribute(c.column(), c.before(), c.after()))
                        .toList());
    }
}

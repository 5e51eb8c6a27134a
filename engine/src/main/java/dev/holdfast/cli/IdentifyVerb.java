package dev.holdfast.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.content.Check;
import dev.holdfast.content.CheckReader;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.insight.Insight;
import dev.holdfast.inventory.CollectionReport;
import dev.holdfast.inventory.Collector;
import dev.holdfast.inventory.OrganizationDiscovery;
import dev.holdfast.inventory.RunPlan;
import dev.holdfast.inventory.SecretHash;
import dev.holdfast.inventory.SharedReader;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Gap;
import dev.holdfast.model.NistFunction;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Region;
import dev.holdfast.posture.CheckLint;
import dev.holdfast.report.AccountNames;
import dev.holdfast.report.Collection;
import dev.holdfast.report.data.CollectionJson;
import dev.holdfast.report.data.Json;
import dev.holdfast.report.terminal.FoundationView;
import dev.holdfast.report.terminal.GapView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Collects the organization. */
@Command(
        name = "identify",
        description = {
            "Collect the whole organization into one queryable snapshot, read-only, and judge its foundation.",
            "",
            "Run it with credentials of the management account (or a delegated administrator of Organizations); every"
                    + " other account is read through a role. What cannot be read is shown, never left out."
        },
        footer = {
            "",
            "Examples:",
            "  holdfast identify",
            "  holdfast identify --role SecurityAudit --regions eu-west-1,eu-central-1",
            "  holdfast identify --resume",
            "  holdfast identify --tables s3,aws_iam_user --base 20261126T101500Z-1a2b",
            "  holdfast query \"SELECT name, region FROM aws_s3_bucket\""
        })
final class IdentifyVerb extends Verb {
    @Mixin
    Connection connection = new Connection();

    @Option(names = "--accounts", split = ",", paramLabel = "ID", description = "Only these accounts.")
    List<String> accounts = new ArrayList<>();

    @Option(
            names = "--regions",
            split = ",",
            paramLabel = "REGION",
            description = "Only these regions (default: all enabled).")
    List<String> regions = new ArrayList<>();

    @Option(
            names = "--tables",
            split = ",",
            paramLabel = "TABLE",
            description = "Only these tables; the name of a service stands for all of its.")
    List<String> tables = new ArrayList<>();

    @Option(
            names = "--for-check",
            split = ",",
            paramLabel = "ID",
            description = "Only what these checks read; everything else is not asked, and unknown.")
    List<String> checks = new ArrayList<>();

    @Option(
            names = "--base",
            paramLabel = "NAME",
            description = "Take all other tables over from this snapshot, with the time at which they were read.")
    @Nullable
    String base;

    @Option(
            names = "--resume",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "NAME",
            description = "Carry on a run that was interrupted (default: the newest), asking only what is missing.")
    @Nullable
    String resume;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the snapshot to this file instead of the home.")
    @Nullable
    Path out;

    @Mixin
    Trust.Options trust = new Trust.Options();

    /** That the organization could not be read, which no table tells that was not asked for. */
    private final List<Gap> undiscovered = new ArrayList<>();

    @Override
    public Integer call() {
        List<TableDefinition> all = Library.whole(content(), TableReader::read);
        Config config = config();
        Path file;
        Collection collection;
        if (resume != null) {
            file = interrupted();
            collection = resume(config, all, file);
        } else {
            file = out == null
                    ? Snapshots.of(home()).next(here())
                    : here().folder().resolve(out);
            Interrupted.note(Snapshots.of(home()), screen());
            collection = collect(config, all, tables(all), file);
        }
        ObjectNode json = CollectionJson.of(collection);
        json.put("environment", Connection.environment(here()));
        Freshness fresh = Freshness.of(file);
        fresh.into(json);
        Snapshots.describe(file, json);
        if (json()) {
            screen().line(Json.pretty(json));
        } else {
            show(collection, file, config, fresh);
        }
        return collection.gaps().isEmpty() ? Exit.FINE : Exit.PARTIAL;
    }

    private Path interrupted() {
        if (!(accounts.isEmpty() && regions.isEmpty() && tables.isEmpty() && checks.isEmpty()) || base != null) {
            throw Stop.usage("a resumed run reads what it set out to read", "Leave the other options out");
        }
        return out != null
                ? here().folder().resolve(out)
                : Interrupted.find(Snapshots.of(home()), String.valueOf(resume));
    }

    private Collection collect(
            Config config, List<TableDefinition> all, Supplier<List<TableDefinition>> chosen, Path file) {
        long began = here().nanos().getAsLong();
        Path older = base == null ? null : Snapshots.of(home()).find(base, here());
        try (AwsSession session = connection.reading(config, here());
                SnapshotWriter writer = SnapshotWriter.create(file);
                SharedReader reader = shared(session, all, writer)) {
            Organization organization = discover(reader, session, config);
            List<TableDefinition> wanted = chosen.get();
            Collector collector = collector(reader, session);
            Collector.Earlier from = null;
            if (older != null) {
                List<TableDefinition> others =
                        all.stream().filter(t -> !wanted.contains(t)).toList();
                from = new Collector.Earlier(Snapshots.name(older), older, others);
            }
            Collector.Begun begun = collector.begin(organization, wanted, from, writer);
            if (!begun.older().isEmpty()) {
                screen().note("Not taken over, since the content has more columns now: "
                        + String.join(", ", begun.older()));
            }
            return carryOn(collector, session, organization, begun.tables(), writer, file, began);
        }
    }

    private Collection resume(Config config, List<TableDefinition> all, Path file) {
        long began = here().nanos().getAsLong();
        RunPlan plan = Interrupted.plan(file);
        List<TableDefinition> read =
                all.stream().filter(t -> plan.tables().contains(t.name())).toList();
        if (!RunPlan.digest(read).equals(plan.content())) {
            throw Stop.usage("the content has changed since this run was interrupted", "Begin anew: holdfast identify");
        }
        try (AwsSession session = connection.reading(config, here());
                SnapshotWriter writer = Collector.resume(file);
                SharedReader reader = shared(session, all, writer)) {
            if (plan.organization().id() == null) {
                // Whether that was an account of its own or a refusal is not in the plan.
                OrganizationDiscovery discovery = new OrganizationDiscovery(reader, session.account());
                discovery.discover(Set.of(), Set.copyOf(plan.organization().regions()));
                tell(discovery, session);
            }
            Collector collector = collector(reader, session);
            return carryOn(collector, session, plan.organization(), read, writer, file, began);
        }
    }

    private SharedReader shared(AwsSession session, List<TableDefinition> all, SnapshotWriter writer) {
        return new SharedReader(
                session.reader(),
                all,
                session.settings().homeRegion(),
                writer.folder().path());
    }

    private Collector collector(SharedReader reader, AwsSession session) {
        return new Collector(
                reader,
                new SecretHash(home().hashKey(here())),
                here().clock(),
                session.settings().concurrency());
    }

    private Collection carryOn(
            Collector collector,
            AwsSession session,
            Organization organization,
            List<TableDefinition> read,
            SnapshotWriter writer,
            Path file,
            long began) {
        screen().note(String.format(
                Locale.ROOT,
                "Reading %d accounts in %d regions as %s",
                organization.accounts().size(),
                organization.regions().size(),
                session.principal()));
        for (Organization.Account closed : organization.closed()) {
            screen().note("  Account " + closed.id() + " is left out: " + closed.status());
        }
        CollectionReport report = collector.carryOn(organization, read, writer, screen()::progress);
        Duration took = Duration.ofNanos(here().nanos().getAsLong() - began);
        List<Collection.TableCount> counts = report.tables().stream()
                .map(t -> new Collection.TableCount(t.table(), t.rows(), t.calls(), t.errors()))
                .toList();
        List<Gap> gaps = new ArrayList<>(report.gaps());
        undiscovered.stream()
                .filter(gap -> gaps.stream().noneMatch(g -> g.operation().equals(gap.operation())))
                .forEach(gaps::add);
        return new Collection(
                Snapshots.name(file), organization, counts, session.ledger().total(), took, gaps);
    }

    private Organization discover(SharedReader reader, AwsSession session, Config config) {
        Set<AccountId> only = new TreeSet<>();
        Set<Region> where = new TreeSet<>();
        try {
            accounts.forEach(a -> only.add(new AccountId(a)));
            regions.forEach(r -> where.add(new Region(r)));
            if (where.isEmpty()) {
                where.addAll(config.regions());
            }
            OrganizationDiscovery discovery = new OrganizationDiscovery(reader, session.account());
            Organization found = discovery.discover(only, where);
            tell(discovery, session);
            return found;
        } catch (IllegalArgumentException e) {
            throw Stop.usage(String.valueOf(e.getMessage()), "Check --accounts and --regions");
        }
    }

    private void tell(OrganizationDiscovery discovery, AwsSession session) {
        AwsFailure why = discovery.refused();
        if (why == null) {
            return;
        }
        screen().note("Which other accounts there are is not known: " + why.getMessage());
        undiscovered.add(new Gap(
                session.account().value(),
                Region.GLOBAL.value(),
                "aws_organizations_organization",
                why.operation(),
                "",
                why.kind(),
                String.valueOf(why.getMessage()),
                why.operation(),
                why.principal()));
    }

    /** Wrong names are refused at once; what checks read is worked out while the organization is discovered. */
    private Supplier<List<TableDefinition>> tables(List<TableDefinition> all) {
        if (checks.isEmpty()) {
            List<TableDefinition> named = named(all);
            return () -> named;
        }
        List<Check> meant = Library.whole(content(), CheckReader::read).stream()
                .filter(c -> checks.contains(c.id()))
                .toList();
        if (meant.size() < new HashSet<>(checks).size()) {
            throw Stop.usage("not every one of these is a check: " + checks, "See `holdfast content docs checks`");
        }
        List<TableDefinition> named = tables.isEmpty() ? List.of() : named(all);
        CompletableFuture<Map<String, Set<String>>> read =
                CompletableFuture.supplyAsync(() -> CheckLint.reads(meant, all, Insight::prepare));
        return () -> {
            Map<String, Set<String>> columns = joined(read);
            return all.stream()
                    .filter(t -> named.contains(t) || columns.containsKey(t.name()))
                    .map(t -> named.isEmpty() ? t.asking(columns.getOrDefault(t.name(), Set.of())) : t)
                    .toList();
        };
    }

    /** What went wrong is told as if it had been worked out here. */
    private static <T> T joined(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException own) {
                throw own;
            }
            throw e;
        }
    }

    private List<TableDefinition> named(List<TableDefinition> all) {
        if (tables.isEmpty()) {
            return all;
        }
        Set<String> missing = new HashSet<>(tables);
        all.forEach(t -> missing.removeAll(names(t)));
        if (!missing.isEmpty()) {
            throw Stop.usage("there is no table or service " + missing, "See `holdfast content docs tables`");
        }
        return all.stream()
                .filter(t -> names(t).stream().anyMatch(tables::contains))
                .toList();
    }

    /** What a table may be called by: its name, and the folder it lies in. */
    private static List<String> names(TableDefinition table) {
        Path folder = Path.of(table.file()).getParent();
        return folder == null || folder.getFileName() == null
                ? List.of(table.name())
                : List.of(table.name(), folder.getFileName().toString());
    }

    private void show(Collection collection, Path file, Config config, Freshness fresh) {
        AccountNames names = AccountNames.of(collection.organization());
        long rows = collection.tables().stream()
                .mapToLong(Collection.TableCount::rows)
                .sum();
        screen().line(String.format(
                Locale.ROOT,
                "%,d rows in %d tables from %d accounts and %d regions; %,d calls in %.1f s",
                rows,
                collection.tables().size(),
                collection.organization().accounts().size(),
                collection.organization().regions().size(),
                collection.calls(),
                collection.took().toMillis() / 1000.0));
        screen().line("Snapshot " + collection.snapshot() + "  "
                + screen().style().dim(file.toString()));
        screen().lines(fresh.lines());
        if ((tables.isEmpty() && checks.isEmpty()) || base != null) {
            List<Finding> foundation =
                    Verdicts.of(content(), file, Verdicts.facts(home()), config, here(), Trust.of(this, trust, null))
                            .stream()
                            .filter(f -> f.function() == NistFunction.IDENTIFY)
                            .toList();
            screen().line("");
            screen().lines(new FoundationView(screen().style(), names).lines(foundation));
        }
        if (!collection.gaps().isEmpty()) {
            screen().line("");
            screen().lines(new GapView(screen().style(), names).lines(collection.gaps()));
        }
    }
}

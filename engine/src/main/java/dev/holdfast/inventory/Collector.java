package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.inventory.CollectionReport.TableCount;
import dev.holdfast.lake.SnapshotNotWritten;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Gap;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads an organization into a snapshot. Each table is read in each scope it applies to, side by side; what fails in one
 * scope is recorded there and stops nothing else.
 */
public final class Collector {
    private final AwsReader reader;
    private final SecretHash hash;
    private final InstantSource clock;
    private final int concurrency;

    /**
     * @param reader the reading door
     * @param hash stands in for sensitive values
     * @param clock the time, for the snapshot's own facts
     * @param concurrency most scopes read at once
     */
    public Collector(AwsReader reader, SecretHash hash, InstantSource clock, int concurrency) {
        this.reader = reader;
        this.hash = hash;
        this.clock = clock;
        this.concurrency = concurrency;
    }

    /**
     * Collects and completes the snapshot.
     *
     * @param organization accounts and regions in scope
     * @param tables what to read
     * @param writer an empty snapshot; it is completed, not closed
     * @param progress told after each scope
     * @throws SnapshotNotWritten when the file could not be written; then nothing of it can be used
     */
    public CollectionReport collect(
            Organization organization, List<TableDefinition> tables, SnapshotWriter writer, Progress progress) {
        begin(organization, tables, writer);
        List<Unit> units = units(organization, tables);
        AtomicLong done = new AtomicLong();
        Semaphore slots = new Semaphore(concurrency);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Unit unit : units) {
                slots.acquireUninterruptibly();
                threads.execute(() -> {
                    try {
                        unit.read(writer, threads);
                    } finally {
                        slots.release();
                        progress.at(done.incrementAndGet(), units.size(), unit.table.title());
                    }
                });
            }
            // Rows are read side by side on the same threads, so they may not be shut before the last unit is done.
            slots.acquireUninterruptibly(concurrency);
        }
        for (Unit unit : units) {
            if (unit.notWritten != null) {
                throw unit.notWritten;
            }
        }
        units.forEach(unit -> writer.append(SnapshotTables.COLLECTION.name(), List.of(unit.record())));
        writer.complete();
        return report(units);
    }

    private void begin(Organization organization, List<TableDefinition> tables, SnapshotWriter writer) {
        writer.define(SnapshotTables.COLLECTION);
        writer.define(SnapshotTables.ACCOUNT);
        writer.define(SnapshotTables.SNAPSHOT);
        tables.forEach(table -> writer.define(table.schema()));
        for (Organization.Account account : organization.accounts()) {
            ObjectNode row = JsonNodeFactory.instance
                    .objectNode()
                    .put("id", account.id().value())
                    .put("name", account.name())
                    .put("status", account.status())
                    .put("management", account.id().equals(organization.management()));
            writer.append(SnapshotTables.ACCOUNT.name(), List.of(row));
        }
        Map<String, String> facts = new TreeMap<>();
        facts.put("started", clock.instant().toString());
        facts.put("regions", organization.regions().stream().map(Region::value).collect(Collectors.joining(",")));
        if (organization.id() != null) {
            facts.put("organization", organization.id());
        }
        if (organization.management() != null) {
            facts.put("management", organization.management().value());
        }
        facts.forEach((name, value) -> writer.append(
                SnapshotTables.SNAPSHOT.name(),
                List.of(JsonNodeFactory.instance.objectNode().put("name", name).put("value", value))));
    }

    private List<Unit> units(Organization organization, List<TableDefinition> tables) {
        List<Unit> out = new ArrayList<>();
        List<AccountId> accounts =
                organization.accounts().stream().map(Organization.Account::id).toList();
        AccountId top = organization.management() != null ? organization.management() : accounts.get(0);
        String partition = partition(organization.regions());
        for (TableDefinition table : tables) {
            List<AccountId> where = table.extent().organizationWide() ? List.of(top) : accounts;
            List<Region> regions = table.extent().regional() ? organization.regions() : List.of(Region.GLOBAL);
            for (AccountId account : where) {
                regions.forEach(region -> out.add(new Unit(table, new Scope(account, region), partition)));
            }
        }
        return out;
    }

    private static String partition(List<Region> regions) {
        String region = regions.isEmpty() ? "" : regions.get(0).value();
        return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    private static CollectionReport report(List<Unit> units) {
        Map<String, TableCount> tables = new TreeMap<>();
        List<Gap> gaps = new ArrayList<>();
        long calls = 0;
        for (Unit unit : units) {
            calls += unit.asker.calls();
            List<Gap> own = unit.allGaps();
            gaps.addAll(own);
            tables.merge(
                    unit.table.name(),
                    new TableCount(unit.table.name(), unit.rows, unit.asker.calls(), own.size()),
                    (a, b) -> new TableCount(
                            a.table(), a.rows() + b.rows(), a.calls() + b.calls(), a.errors() + b.errors()));
        }
        gaps.sort(Comparator.comparing(Gap::table)
                .thenComparing(Gap::account)
                .thenComparing(Gap::region)
                .thenComparing(Gap::resource)
                .thenComparing(Gap::operation));
        return new CollectionReport(List.copyOf(tables.values()), calls, List.copyOf(gaps));
    }

    /** One table in one scope, and how reading it went. Read by one thread; looked at when all are done. */
    private final class Unit {
        private final TableDefinition table;
        private final Scope scope;
        private final String partition;
        private final Asker asker = new Asker(reader);
        private final List<Gap> gaps = new ArrayList<>();
        private long rows;
        private @Nullable CellError failure;
        private @Nullable SnapshotNotWritten notWritten;

        Unit(TableDefinition table, Scope scope, String partition) {
            this.table = table;
            this.scope = scope;
            this.partition = partition;
        }

        void read(SnapshotWriter writer, ExecutorService threads) {
            ScopeCollector collector = new ScopeCollector(table, scope, partition, asker, hash, threads);
            try {
                collector.collect(page -> {
                    writer.append(table.name(), page);
                    rows += page.size();
                });
            } catch (AwsFailure e) {
                failure = CellError.of(e).declaredBy(table);
            } catch (IllegalArgumentException e) {
                failure = new CellError(table.list().name(), AwsFailure.Kind.REFUSED, String.valueOf(e.getMessage()));
            } catch (SnapshotNotWritten e) {
                notWritten = e;
            } catch (RuntimeException e) {
                // Whatever it is, this scope is not known and the others still are.
                failure = new CellError(
                        table.list().name(),
                        AwsFailure.Kind.UNAVAILABLE,
                        e.getClass().getSimpleName() + ": " + e.getMessage());
            }
            gaps.addAll(collector.gaps());
        }

        List<Gap> allGaps() {
            List<Gap> out = new ArrayList<>(gaps);
            CellError listing = failure;
            if (listing != null) {
                out.add(listing.gap(scope, table.name(), ""));
            }
            return out;
        }

        ObjectNode record() {
            ObjectNode out = JsonNodeFactory.instance
                    .objectNode()
                    .put("account", scope.account().value())
                    .put("region", scope.region().value())
                    .put("table_name", table.name())
                    .put("rows", rows)
                    .put("calls", asker.calls());
            CellError listing = failure;
            if (listing != null) {
                out.put("operation", listing.operation())
                        .put("error", listing.error())
                        .put("kind", listing.kind().name())
                        .put("action", listing.action())
                        .put("principal", listing.principal());
            }
            return out;
        }
    }
}

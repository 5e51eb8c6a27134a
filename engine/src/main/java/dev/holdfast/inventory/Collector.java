package dev.holdfast.inventory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.lake.SnapshotNotWritten;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.lake.TakeOver;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import dev.holdfast.model.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads an organization into a snapshot. Each table is read in each scope it applies to, side by side; what fails in one
 * scope is recorded there and stops nothing else. What was finished survives the death of the process, and a second run
 * over the same growing snapshot reads only the rest.
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
        begin(organization, tables, null, writer);
        return carryOn(organization, tables, writer, progress);
    }

    /** Carries on with a growing snapshot whose run died; only whole cells are in it. */
    public static SnapshotWriter resume(Path target) {
        return SnapshotWriter.resume(target, SnapshotTables.CELLS);
    }

    /**
     * Where other tables are taken over from.
     *
     * @param name of the snapshot
     * @param file the snapshot
     * @param tables what to take over: whole cells; those that it lacks are read like any other
     */
    public record Earlier(String name, Path file, List<TableDefinition> tables) {}

    /**
     * What a run begins with.
     *
     * @param tables what is to be read, less what the snapshot holds already
     * @param older tables that cannot be taken over, since the base has them in an older form
     */
    public record Begun(List<TableDefinition> tables, List<String> older) {}

    /**
     * Writes down what the run is, takes over what is to be taken over, and keeps the plan; from then on the run can be
     * carried on.
     *
     * @param tables what is read now
     */
    public Begun begin(
            Organization organization, List<TableDefinition> tables, @Nullable Earlier base, SnapshotWriter writer) {
        writer.define(SnapshotTables.COLLECTION, SnapshotTables.SKIPPED);
        writer.define(SnapshotTables.ACCOUNT, SnapshotTables.SNAPSHOT);
        writer.define(tables.stream().map(TableDefinition::schema).toArray(TableSchema[]::new));
        List<TableDefinition> all = new ArrayList<>(tables);
        List<String> older = List.of();
        if (base != null) {
            writer.define(base.tables().stream().map(TableDefinition::schema).toArray(TableSchema[]::new));
            TakeOver.Result taken = takeOver(base, organization, writer);
            base.tables().stream().filter(t -> taken.taken().contains(t.name())).forEach(all::add);
            older = taken.older();
        }
        RunPlan plan = new RunPlan(
                clock.instant(),
                organization,
                all.stream().map(TableDefinition::name).toList(),
                RunPlan.digest(all),
                base == null ? null : base.name());
        facts(plan, writer);
        try {
            plan.save(writer.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("the plan of the run cannot be written: " + e.getMessage(), e);
        }
        return new Begun(all, older);
    }

    private static TakeOver.Result takeOver(Earlier base, Organization organization, SnapshotWriter writer) {
        Map<String, Boolean> wanted = new TreeMap<>();
        base.tables().forEach(t -> wanted.put(t.name(), t.extent().regional()));
        List<String> regions = new ArrayList<>(List.of(Region.GLOBAL.value()));
        organization.regions().forEach(r -> regions.add(r.value()));
        List<String> accounts =
                Cell.accounts(organization).stream().map(AccountId::value).toList();
        return writer.takeOver(
                base.file(), new TakeOver(SnapshotTables.COLLECTION.name(), wanted, accounts, regions, 0));
    }

    private static void facts(RunPlan plan, SnapshotWriter writer) {
        Organization organization = plan.organization();
        List<ObjectNode> accounts = new ArrayList<>();
        organization.accounts().forEach(a -> accounts.add(account(a, organization)));
        organization.closed().forEach(a -> accounts.add(account(a, organization)));
        writer.append(SnapshotTables.ACCOUNT.name(), accounts);
        for (Organization.Account account : organization.closed()) {
            ObjectNode row = object().put("account", account.id().value())
                    .put("region", Region.GLOBAL.value())
                    .put("status", account.status())
                    .put("reason", "the account is " + words(account.status()));
            writer.append(SnapshotTables.SKIPPED.name(), List.of(row));
        }
        facts(plan)
                .forEach((name, value) -> writer.append(
                        SnapshotTables.SNAPSHOT.name(),
                        List.of(object().put("name", name).put("value", value))));
        writer.commit();
    }

    private static ObjectNode account(Organization.Account account, Organization organization) {
        return object().put("id", account.id().value())
                .put("name", account.name())
                .put("status", account.status())
                .put("management", account.id().equals(organization.management()));
    }

    private static Map<String, String> facts(RunPlan plan) {
        Organization organization = plan.organization();
        Map<String, String> facts = new TreeMap<>();
        facts.put("started", plan.started().toString());
        facts.put("regions", organization.regions().stream().map(Region::value).collect(Collectors.joining(",")));
        if (organization.id() != null) {
            facts.put("organization", organization.id());
        }
        if (organization.management() != null) {
            facts.put("management", organization.management().value());
        }
        if (plan.base() != null) {
            facts.put("base", plan.base());
        }
        return facts;
    }

    private static String words(String status) {
        return status.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    /**
     * Reads what the growing snapshot does not have yet, and completes it.
     *
     * @param tables what to read; what {@link #begin} gave, or the plan of the run that died
     */
    public CollectionReport carryOn(
            Organization organization, List<TableDefinition> tables, SnapshotWriter writer, Progress progress) {
        FinishedCells finished = FinishedCells.of(writer);
        try (SharedReader shared = reader instanceof SharedReader given
                ? given
                : new SharedReader(
                        reader, tables, Region.GLOBAL, writer.folder().path())) {
            Reading reading = new Reading(shared, hash, clock, writer, partition(organization.regions()));
            new Rounds(reading, finished, concurrency).run(organization, tables, progress);
        }
        CollectionReport report = Summary.of(writer, tables);
        writer.complete();
        return report;
    }

    private static String partition(List<Region> regions) {
        String region = regions.isEmpty() ? "" : regions.get(0).value();
        return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

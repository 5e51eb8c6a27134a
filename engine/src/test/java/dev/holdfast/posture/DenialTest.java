package dev.holdfast.posture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.holdfast.content.Check;
import dev.holdfast.content.TableCall;
import dev.holdfast.content.TableColumn;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.insight.Insight;
import dev.holdfast.inventory.CollectionReport;
import dev.holdfast.inventory.Collector;
import dev.holdfast.inventory.FakeAws;
import dev.holdfast.inventory.OrganizationDiscovery;
import dev.holdfast.inventory.SecretHash;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.ReadSet;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.lake.Workspace;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure.Kind;
import dev.holdfast.model.Finding;
import dev.holdfast.model.Gap;
import dev.holdfast.model.Outcome;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every declared call is denied, for one account and for single requests. In no such world may a verdict differ from
 * the healthy one unless it says that it is unknown.
 */
class DenialTest {
    private static final boolean FULL = Boolean.getBoolean("holdfast.full");
    private static final int MOST_SINGLE_REQUESTS = 5;

    @TempDir
    static Path folder;

    private static final Map<String, ReadSet> READS = new HashMap<>();
    private static final Map<String, Finding> HEALTHY = new HashMap<>();
    private static List<FakeAws.Call> healthyCalls = List.of();

    /** A table, one of its calls, and what is denied. */
    record Denial(TableDefinition table, TableCall call, String what, Predicate<FakeAws.Call> denied) {
        @Override
        public String toString() {
            return table.name() + " " + call.name() + " " + what;
        }

        /** Whether it may be this call of several by the same name: all are denied, or the one with these members. */
        boolean concerns(TableCall one) {
            return what.startsWith("in ")
                    || one.with().values().stream()
                            .map(JsonNode::asText)
                            .allMatch(text -> text.startsWith("$") || what.contains(text));
        }
    }

    private record World(List<Finding> findings, CollectionReport report) {}

    @BeforeAll
    static void judgeTheHealthyWorld() {
        FakeAws aws = new FakeAws(call -> null);
        World world = world(aws, ShippedContent.TABLES, ShippedContent.CHECKS);
        assertThat(world.report().gaps()).isEmpty();
        world.findings().forEach(f -> HEALTHY.put(f.key(), f));
        healthyCalls = aws.calls();
    }

    private static World world(FakeAws aws, List<TableDefinition> tables, List<Check> checks) {
        Path file = folder.resolve("world.duckdb");
        CollectionReport report;
        try (SnapshotWriter writer = SnapshotWriter.create(file)) {
            report = new Collector(
                            aws,
                            new SecretHash(new byte[32]),
                            InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")),
                            4)
                    .collect(
                            new OrganizationDiscovery(new FakeAws(call -> null), new AccountId("111111111111"))
                                    .discover(Set.of(), Set.of(new Region("eu-west-1"), new Region("us-east-1"))),
                            tables,
                            writer,
                            Progress.SILENT);
        }
        Workspace workspace = Workspace.over(file);
        Insight.prepare(workspace);
        FactTables.ALL.forEach(schema -> workspace.table(
                schema,
                schema == FactTables.SETTING
                        ? List.of(JsonNodeFactory.instance
                                .objectNode()
                                .put("name", "now")
                                .put("value", "2026-11-20T12:00:00Z"))
                        : List.of()));
        try (Snapshot snapshot = workspace.lock(QueryLimits.USUAL)) {
            checks.forEach(check -> READS.computeIfAbsent(check.id(), id -> snapshot.reads(check.query())));
            return new World(new Judge(snapshot, tables).judge(checks), report);
        }
    }

    static Stream<Denial> denials() {
        if (HEALTHY.isEmpty()) {
            judgeTheHealthyWorld();
        }
        List<Denial> out = new ArrayList<>();
        for (TableDefinition table : ShippedContent.TABLES) {
            Set<String> seen = new HashSet<>();
            for (TableCall call : table.calls()) {
                if (!seen.add(call.name())) {
                    continue;
                }
                String account = table.extent().organizationWide() ? "111111111111" : "222222222222";
                out.add(new Denial(
                        table,
                        call,
                        "in " + account,
                        c -> c.operation().equals(call.name())
                                && c.scope().account().value().equals(account)));
                healthyCalls.stream()
                        .filter(c -> c.operation().equals(call.name()))
                        .distinct()
                        .limit(MOST_SINGLE_REQUESTS)
                        .forEach(one ->
                                out.add(new Denial(table, call, one.scope() + " " + one.input(), c -> c.equals(one))));
            }
        }
        // One in eight, the same ones each time: all of them take half an hour, and run with the long tests.
        return out.stream().filter(d -> FULL || Math.floorMod(d.toString().hashCode(), 8) == 0);
    }

    @ParameterizedTest
    @MethodSource("denials")
    void noVerdictIsWrong(Denial denial) {
        List<Check> checks = ShippedContent.CHECKS.stream()
                .filter(c -> READS.get(c.id()).tables().contains(denial.table().name()))
                .toList();
        Set<String> needed = checks.stream()
                .flatMap(c -> READS.get(c.id()).tables().stream())
                .collect(Collectors.toSet());
        needed.add("aws_organizations_account");
        List<TableDefinition> tables = ShippedContent.TABLES.stream()
                .filter(t -> needed.contains(t.name()))
                .toList();
        World world = world(new FakeAws(c -> denial.denied().test(c) ? Kind.DENIED : null), tables, checks);
        Set<String> there = new HashSet<>();
        for (Finding finding : world.findings()) {
            there.add(finding.key());
            if (finding.outcome() != Outcome.UNKNOWN) {
                assertThat(HEALTHY).as(denial + ": " + finding).containsKey(finding.key());
                assertThat(finding.outcome())
                        .as(denial + ": " + finding)
                        .isEqualTo(HEALTHY.get(finding.key()).outcome());
            }
        }
        for (Check check : checks) {
            nothingIsLost(denial, check, world.findings(), there);
            unknownWhereItMatters(denial, check, world);
        }
    }

    /** A verdict that is gone must have left an UNKNOWN of its account behind. */
    private static void nothingIsLost(Denial denial, Check check, List<Finding> findings, Set<String> there) {
        for (Finding healthy : HEALTHY.values()) {
            if (healthy.rule().equals(check.id()) && !there.contains(healthy.key())) {
                assertThat(findings)
                        .as(denial + " lost " + healthy.key())
                        .anyMatch(f -> f.rule().equals(check.id())
                                && f.outcome() == Outcome.UNKNOWN
                                && (f.account().isEmpty()
                                        || f.account().equals(healthy.account())
                                        || denial.table().extent().organizationWide()));
            }
        }
    }

    private static void unknownWhereItMatters(Denial denial, Check check, World world) {
        for (Gap gap : world.report().gaps()) {
            if (check.judges() == Check.Judges.ORGANIZATION
                    || !gap.table().equals(denial.table().name())) {
                continue;
            }
            boolean reads = gap.resource().isEmpty()
                    || denial.table().details().stream()
                            .filter(d -> d.call().name().equals(gap.operation()) && denial.concerns(d.call()))
                            .flatMap(d -> denial.table().columnsFrom(d.name()).stream())
                            .map(TableColumn::name)
                            .anyMatch(column -> READS.get(check.id()).reads(gap.table(), column));
            if (reads) {
                assertThat(world.findings())
                        .as(denial + " leaves " + check.id() + " as if nothing had happened")
                        .anyMatch(f -> f.rule().equals(check.id()) && f.outcome() == Outcome.UNKNOWN);
            }
        }
    }
}

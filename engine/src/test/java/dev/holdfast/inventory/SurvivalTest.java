package dev.holdfast.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.lake.GrowingFolder;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.SnapshotNotWritten;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.AwsFailure.Kind;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run keeps when it ends before its time, what it takes over, and what it leaves out on purpose. */
class SurvivalTest {
    private static final AccountId MANAGEMENT = new AccountId("111111111111");
    private static final Region HOME = new Region("eu-west-1");
    private static final Region OTHER = new Region("us-east-1");
    private static final Instant EARLY = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant LATE = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path folder;

    private static Organization organization(AwsReader aws) {
        return organization(aws, OTHER);
    }

    private static Organization organization(AwsReader aws, Region other) {
        return new OrganizationDiscovery(aws, MANAGEMENT).discover(Set.of(), Set.of(HOME, other));
    }

    private static Collector collector(AwsReader aws, Instant now) {
        return new Collector(aws, new SecretHash(new byte[32]), InstantSource.fixed(now), 4);
    }

    private Path collected(String name, AwsReader aws, List<TableDefinition> tables, Instant now) {
        Path file = folder.resolve(name + ".duckdb");
        try (SnapshotWriter writer = SnapshotWriter.create(file)) {
            collector(aws, now).collect(organization(aws), tables, writer, Progress.SILENT);
        }
        return file;
    }

    private static Map<String, String> contents(Path file) {
        Map<String, String> out = new TreeMap<>();
        try (Snapshot snapshot = Snapshot.open(file, QueryLimits.USUAL)) {
            for (String table : snapshot.schemas().keySet()) {
                out.put(table, snapshot.answer("SELECT * FROM " + table).rows().toString());
            }
        }
        return out;
    }

    private static List<String> lines(Path file, String sql) {
        try (Snapshot snapshot = Snapshot.open(file, QueryLimits.USUAL)) {
            return snapshot.answer(sql).rows().stream()
                    .map(row -> {
                        StringBuilder out = new StringBuilder();
                        row.forEach(v -> out.append(out.isEmpty() ? "" : " ").append(v.asText()));
                        return out.toString();
                    })
                    .toList();
        }
    }

    @Test
    void rowsOfCellsThatWereNotFinishedAreGoneAndFinishedOnesAreNotAskedAgain() {
        List<TableDefinition> tables = ShippedTables.all();
        Path whole = collected("whole", new FakeAws(call -> null), tables, EARLY);
        Path file = folder.resolve("cut.duckdb");
        FakeAws first = new FakeAws(call -> null);
        Organization organization = organization(first);
        List<TableDefinition> half = tables.subList(0, tables.size() / 2);
        try (SnapshotWriter writer = SnapshotWriter.create(file)) {
            Collector collector = collector(first, EARLY);
            collector.begin(organization, tables, null, writer);
            try (SharedReader shared =
                    new SharedReader(first, tables, HOME, writer.folder().path())) {
                Reading reading =
                        new Reading(shared, new SecretHash(new byte[32]), InstantSource.fixed(EARLY), writer, "aws");
                new Rounds(reading, FinishedCells.of(writer), 4).run(organization, half, Progress.SILENT);
            }
            ObjectNode stray = JsonNodeFactory.instance
                    .objectNode()
                    .put("account_id", "222222222222")
                    .put("region", "global")
                    .put("name", "half");
            writer.append("aws_s3_bucket", 1_000_000, List.of(stray));
            writer.commit();
        }
        assertThat(file).doesNotExist();
        GrowingFolder left = new GrowingFolder(file);
        assertThat(left.exists()).isTrue();
        RunPlan plan = RunPlan.load(left).orElseThrow();
        assertThat(plan.organization()).isEqualTo(organization);
        assertThat(plan.tables()).hasSize(tables.size());
        assertThat(plan.content()).isEqualTo(RunPlan.digest(tables));
        FakeAws second = new FakeAws(call -> null);
        try (SnapshotWriter writer = Collector.resume(file)) {
            collector(second, EARLY).carryOn(plan.organization(), tables, writer, Progress.SILENT);
        }
        assertThat(contents(file)).isEqualTo(contents(whole));
        assertThat(left.path()).doesNotExist();
        Set<String> leftOver = new HashSet<>();
        tables.subList(tables.size() / 2, tables.size()).forEach(t -> t.calls().forEach(c -> leftOver.add(c.name())));
        assertThat(second.calls()).isNotEmpty().allMatch(c -> leftOver.contains(c.operation()));
    }

    @Test
    void twoRunsDoNotWriteTheSameSnapshot() {
        Path file = folder.resolve("one.duckdb");
        try (SnapshotWriter writer = SnapshotWriter.create(file)) {
            assertThat(writer.folder().path()).isDirectory();
            assertThatThrownBy(() -> SnapshotWriter.create(file))
                    .isInstanceOf(SnapshotNotWritten.class)
                    .hasMessageContaining("another run is writing it");
        }
        assertThat(new GrowingFolder(file).path()).doesNotExist();
    }

    @Test
    void otherTablesAreTakenOverWithTheirTimeAndWhatIsMissingIsAsked() {
        List<TableDefinition> tables = ShippedTables.all();
        List<TableDefinition> chosen =
                tables.stream().filter(t -> t.name().equals("aws_s3_bucket")).toList();
        List<TableDefinition> others =
                tables.stream().filter(t -> !t.name().equals("aws_s3_bucket")).toList();
        List<TableDefinition> early =
                others.stream().filter(t -> !t.name().equals("aws_kms_key")).toList();
        FakeAws before = new FakeAws(call -> call.operation().equals("ec2:DescribeVolumes") ? Kind.DENIED : null);
        Path base = collected("base", before, early, EARLY);
        Path file = folder.resolve("mixed.duckdb");
        FakeAws now = new FakeAws(call -> null);
        try (SnapshotWriter writer = SnapshotWriter.create(file)) {
            Collector collector = collector(now, LATE);
            Organization organization = organization(now);
            Collector.Begun begun =
                    collector.begin(organization, chosen, new Collector.Earlier("base", base, others), writer);
            assertThat(begun.older()).isEmpty();
            CollectionReport report = collector.carryOn(organization, begun.tables(), writer, Progress.SILENT);
            assertThat(report.gaps()).isNotEmpty().allMatch(g -> g.table().equals("aws_ebs_volume"));
        }
        assertThat(now.calls())
                .allMatch(c -> c.operation().startsWith("s3:") || c.operation().startsWith("organizations:"));
        Map<String, String> mixed = contents(file);
        Map<String, String> old = contents(base);
        for (TableDefinition table : early) {
            assertThat(mixed.get(table.name())).as(table.name()).isEqualTo(old.get(table.name()));
        }
        assertThat(lines(
                        file,
                        "SELECT DISTINCT collected_at, table_name = 'aws_s3_bucket' FROM holdfast_collection"
                                + " ORDER BY 1"))
                .containsExactly("2026-11-20T12:00:00Z false", "2026-11-23T12:00:00Z true");
        assertThat(lines(file, "SELECT count(*) FROM holdfast_collection WHERE table_name = 'aws_kms_key'"))
                .containsExactly("0");
        assertThat(lines(file, "SELECT value FROM holdfast_snapshot WHERE name = 'base'"))
                .containsExactly("base");
    }

    /** An organization as AWS tells it, in front of the fake. */
    private record Altered(FakeAws inner, Map<String, JsonNode> answers, Set<String> shut) implements AwsReader {
        @Override
        public JsonNode read(Scope scope, String service, String operation, JsonNode input) {
            knock(scope, service + ":" + operation);
            JsonNode own = answers.get(service + ":" + operation);
            return own != null && !input.isEmpty() ? own : inner.read(scope, service, operation, input);
        }

        @Override
        public void pages(Scope scope, String service, String operation, JsonNode input, Consumer<JsonNode> each) {
            knock(scope, service + ":" + operation);
            JsonNode own = answers.get(service + ":" + operation);
            if (own != null) {
                each.accept(own);
            } else {
                inner.pages(scope, service, operation, input, each);
            }
        }

        private void knock(Scope scope, String operation) {
            if (shut.contains(scope.toString())) {
                throw new AwsFailure(Kind.NO_ACCESS, operation, scope, "UnrecognizedClientException", 403, "no");
            }
        }

        @Override
        public InputStream object(Scope scope, String bucket, String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String principal(Scope scope) {
            return "";
        }
    }

    private static JsonNode accounts(String... idAndState) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        for (String text : idAndState) {
            String[] words = text.split(" ");
            ObjectNode account = out.withArray("Accounts").addObject().put("Id", words[0]);
            account.put("Name", "n").put(words[1], words[2]);
        }
        return out;
    }

    @Test
    void closedAccountsAreLeftOutWithAReasonWhicheverWordAwsUses() {
        Map<String, JsonNode> answers = Map.of(
                "organizations:ListAccounts",
                accounts(
                        "111111111111 State ACTIVE",
                        "222222222222 Status ACTIVE",
                        "333333333333 Status SUSPENDED",
                        "444444444444 State PENDING_CLOSURE",
                        "555555555555 State CLOSED"));
        Altered aws = new Altered(new FakeAws(call -> null), answers, Set.of());
        Path file = collected("closed", aws, ShippedTables.all(), EARLY);
        assertThat(aws.inner().calls())
                .extracting(c -> c.scope().account().value())
                .containsOnly("111111111111", "222222222222");
        assertThat(lines(file, "SELECT account, region, table_name IS NULL, status, reason FROM holdfast_skipped"))
                .containsExactly(
                        "333333333333 global true SUSPENDED the account is suspended",
                        "444444444444 global true PENDING_CLOSURE the account is pending closure",
                        "555555555555 global true CLOSED the account is closed");
        assertThat(lines(file, "SELECT id FROM holdfast_account ORDER BY 1")).hasSize(5);
        assertThat(lines(file, "SELECT count(*) FROM holdfast_collection WHERE kind IS NOT NULL"))
                .containsExactly("0");
    }

    @Test
    void aRegionThatIsOffInAnAccountIsLeftOutThereAndOneThatOnlyRefusesIsUnknown() {
        ObjectNode regions = JsonNodeFactory.instance.objectNode();
        regions.withArray("Regions").addObject().put("RegionName", "ap-east-1").put("OptInStatus", "not-opted-in");
        regions.withArray("Regions").addObject().put("RegionName", "eu-west-1").put("OptInStatus", "opted-in");
        Altered aws = new Altered(
                new FakeAws(call -> null),
                Map.of("ec2:DescribeRegions", regions),
                Set.of("222222222222/ap-east-1", "222222222222/eu-west-1"));
        List<TableDefinition> tables = ShippedTables.all();
        Path file = folder.resolve("off.duckdb");
        try (SnapshotWriter writer = SnapshotWriter.create(file)) {
            collector(aws, EARLY).collect(organization(aws, new Region("ap-east-1")), tables, writer, Progress.SILENT);
        }
        assertThat(lines(file, "SELECT DISTINCT account, region, reason FROM holdfast_skipped"))
                .containsExactly("222222222222 ap-east-1 the region is not switched on in this account");
        assertThat(lines(file, "SELECT DISTINCT account, region FROM holdfast_collection WHERE kind = 'NO_ACCESS'"))
                .containsExactly("222222222222 eu-west-1");
        // No scope is lost: each cell stands in one of the two tables.
        Map<String, Long> perAccount = new HashMap<>();
        for (String line : lines(
                file,
                "SELECT account, count(*) FROM (SELECT account FROM holdfast_collection c"
                        + " WHERE table_name NOT LIKE '%organization%' UNION ALL SELECT account FROM holdfast_skipped)"
                        + " GROUP BY account ORDER BY 1")) {
            perAccount.put(line.split(" ")[0], Long.parseLong(line.split(" ")[1]));
        }
        assertThat(perAccount.get("222222222222")).isEqualTo(perAccount.get("333333333333"));
    }
}

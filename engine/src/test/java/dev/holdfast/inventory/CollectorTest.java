package dev.holdfast.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.content.ContentFolder;
import dev.holdfast.content.TableDefinition;
import dev.holdfast.content.TableReader;
import dev.holdfast.lake.QueryLimits;
import dev.holdfast.lake.Snapshot;
import dev.holdfast.lake.SnapshotWriter;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.AwsFailure.Kind;
import dev.holdfast.model.ContentError;
import dev.holdfast.model.Gap;
import dev.holdfast.model.Organization;
import dev.holdfast.model.Progress;
import dev.holdfast.model.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
    private static final AccountId MANAGEMENT = new AccountId("111111111111");
    private static final Set<Region> REGIONS = Set.of(new Region("eu-west-1"), new Region("us-east-1"));
    private static final Function<FakeAws.Call, Kind> HEALTHY = call -> null;

    @TempDir
    Path folder;

    private CollectionReport report = new CollectionReport(List.of(), 0, List.of());

    private static List<TableDefinition> shipped() {
        List<ContentError> errors = new ArrayList<>();
        Path content = Path.of(System.getProperty("holdfast.root", ".."), "content");
        List<TableDefinition> tables = TableReader.read(new ContentFolder(List.of(content)), errors);
        assertThat(errors).isEmpty();
        return tables;
    }

    private List<TableDefinition> table(String name, String yaml) throws IOException {
        Path file = folder.resolve("content/tables/x/" + name + ".yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, yaml);
        List<ContentError> errors = new ArrayList<>();
        List<TableDefinition> tables = TableReader.read(new ContentFolder(List.of(folder.resolve("content"))), errors);
        assertThat(errors).isEmpty();
        return tables;
    }

    private Snapshot collect(FakeAws aws, List<TableDefinition> tables) {
        Organization organization = new OrganizationDiscovery(aws, MANAGEMENT).discover(Set.of(), REGIONS);
        Path file = folder.resolve("run.duckdb");
        Collector collector = new Collector(
                aws, new SecretHash(new byte[32]), InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z")), 4);
        try (SnapshotWriter writer = SnapshotWriter.create(file)) {
            report = collector.collect(organization, tables, writer, Progress.SILENT);
        }
        return Snapshot.open(file, QueryLimits.USUAL);
    }

    private static List<String> lines(Snapshot snapshot, String sql) {
        return snapshot.answer(sql).rows().stream()
                .map(row -> {
                    List<String> cells = new ArrayList<>();
                    row.forEach(v -> cells.add(v.asText()));
                    return String.join(" ", cells);
                })
                .toList();
    }

    @Test
    void aWholeOrganizationIsReadWithoutGaps() {
        try (Snapshot snapshot = collect(new FakeAws(HEALTHY), shipped())) {
            assertThat(report.gaps()).isEmpty();
            assertThat(lines(snapshot, "select account_id, name, region, versioning_status from aws_s3_bucket"))
                    .containsExactlyInAnyOrder(
                            "222222222222 assets us-east-1 Disabled",
                            "222222222222 invoices eu-west-1 Enabled",
                            "333333333333 trail eu-west-1 Enabled");
            assertThat(lines(snapshot, "select id, parent_id from aws_organizations_organizational_unit order by 1"))
                    .containsExactly("ou-1 r-1", "ou-2 r-1", "ou-3 ou-2");
            assertThat(lines(snapshot, "select arn, key_rotation_enabled from aws_kms_key order by 1"))
                    .containsExactly(
                            "arn:aws:kms:eu-west-1:222222222222:key/k-1 true",
                            "arn:aws:kms:eu-west-1:222222222222:key/k-2 false",
                            "arn:aws:kms:eu-west-1:222222222222:key/k-3 null");
            assertThat(lines(
                            snapshot,
                            "select user_name, password_enabled, mfa_active, access_key_1_last_used_date from aws_iam_credential_report"
                                    + " where account_id = '222222222222' order by 1"))
                    .containsExactly(
                            "<root_account> false true null",
                            "ci-deploy false false 2026-11-01T00:00:00Z",
                            "maria true false null");
            assertThat(lines(snapshot, "select name, attachment_count, policy like '%s3%' from aws_iam_policy"))
                    .containsExactly("deploy 1 true");
            assertThat(lines(
                            snapshot,
                            "select distinct account_id, instance_arn, target_account_id"
                                    + " from aws_ssoadmin_account_assignment"))
                    .containsExactly("111111111111 arn:aws:sso:::instance/i-1 x");
            assertThat(lines(snapshot, "select arn from aws_vpc_security_group order by 1"))
                    .contains("arn:aws:ec2:eu-west-1:222222222222:security-group/sg-00000001");
            assertThat(lines(snapshot, "select count(*) from holdfast_collection where error is not null"))
                    .containsExactly("0");
            assertThat(lines(snapshot, "select value from holdfast_snapshot where name = 'management'"))
                    .containsExactly("111111111111");
        }
    }

    @Test
    void twoRunsGiveTheSameRows() {
        List<String> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (Snapshot snapshot = collect(new FakeAws(HEALTHY), shipped())) {
                StringBuilder all = new StringBuilder();
                snapshot.schemas().keySet().stream()
                        .sorted()
                        .forEach(table -> all.append(table)
                                .append(snapshot.answer("select * from " + table)
                                        .rows()));
                runs.add(all.toString());
            }
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).contains("k-3");
    }

    @Test
    void aFailedScopeIsRecordedAndStopsNothingElse() {
        FakeAws aws = new FakeAws(call -> call.scope().account().value().equals("222222222222")
                        && call.operation().equals("ec2:DescribeSecurityGroups")
                ? Kind.UNAVAILABLE
                : null);
        try (Snapshot snapshot = collect(aws, shipped())) {
            assertThat(report.gaps().stream()
                            .map(g -> g.table() + " " + g.account() + " " + g.region() + " " + g.kind()))
                    .containsExactly(
                            "aws_vpc_security_group 222222222222 eu-west-1 UNAVAILABLE",
                            "aws_vpc_security_group 222222222222 us-east-1 UNAVAILABLE");
            assertThat(
                            lines(
                                    snapshot,
                                    "select account, region, operation from holdfast_collection where kind is not null order by 2"))
                    .containsExactly(
                            "222222222222 eu-west-1 ec2:DescribeSecurityGroups",
                            "222222222222 us-east-1 ec2:DescribeSecurityGroups");
            assertThat(lines(snapshot, "select count(*) from aws_s3_bucket")).containsExactly("3");
        }
    }

    @Test
    void aFailedDetailIsTheErrorOfItsColumnsAlone() {
        FakeAws aws = new FakeAws(call -> call.operation().equals("s3:GetBucketPolicy")
                        && call.input().path("Bucket").asText().equals("invoices")
                ? Kind.DENIED
                : null);
        try (Snapshot snapshot = collect(aws, shipped())) {
            JsonNode row = snapshot.answer("select * from aws_s3_bucket where _errors is not null")
                    .rows()
                    .get(0);
            assertThat(row.path("name").asText()).isEqualTo("invoices");
            assertThat(row.path("versioning_status").asText()).isEqualTo("Enabled");
            assertThat(row.path("_errors").toString())
                    .isEqualTo(
                            "{\"policy\":{\"operation\":\"s3:GetBucketPolicy\",\"kind\":\"DENIED\",\"error\":\"AccessDenied: no\",\"action\":\"s3:GetBucketPolicy\",\"principal\":\"\"}}");
            assertThat(report.gaps()).extracting(Gap::resource).containsExactly("arn:aws:s3:::invoices");
        }
    }

    @Test
    void whatNeedsAnUnreadValueIsUnreadForTheSameReason() {
        FakeAws aws = new FakeAws(call -> call.operation().equals("s3:GetBucketLocation") ? Kind.TIMED_OUT : null);
        try (Snapshot snapshot = collect(aws, shipped())) {
            assertThat(
                            lines(
                                    snapshot,
                                    "select distinct _errors->'policy'->>'operation', _errors->'region'->>'kind', region from aws_s3_bucket"))
                    .containsExactly("s3:GetBucketLocation TIMED_OUT global");
            assertThat(aws.calls()).noneMatch(c -> c.operation().equals("s3:GetBucketPolicy"));
        }
    }

    @Test
    void anEmptyAnswerIsNotAnAnswer() {
        FakeAws aws = new FakeAws(call ->
                call.operation().equals("kms:ListKeys") || call.operation().equals("s3:GetPublicAccessBlock")
                        ? Kind.EMPTY_ANSWER
                        : null);
        try (Snapshot snapshot = collect(aws, shipped())) {
            assertThat(lines(
                            snapshot,
                            "select distinct table_name, error from holdfast_collection where kind is not null"))
                    .containsExactly("aws_kms_key the answer lacks `Keys`, which every true answer has");
            assertThat(lines(
                            snapshot,
                            "select count(*) from aws_s3_bucket where (_errors->'block_public_acls') is not null"))
                    .containsExactly("3");
        }
    }

    @Test
    void sensitiveValuesLeaveOnlyAKeyedHash() throws IOException {
        List<TableDefinition> tables = table("aws_secret", """
                title: x
                scope: account
                id: access_key_id
                list: {call: iam:ListAccessKeys, items: "AccessKeyMetadata[]"}
                columns:
                  access_key_id: {path: AccessKeyId, sensitive: true}
                """);
        try (Snapshot snapshot = collect(new FakeAws(HEALTHY), tables)) {
            String kept = lines(snapshot, "select distinct access_key_id from aws_secret")
                    .get(0);
            assertThat(kept).matches("hmac-sha256:[0-9a-f]{64}");
            assertThat(new String(
                            Files.readAllBytes(folder.resolve("run.duckdb")),
                            java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("AKIAEXAMPLE");
        }
    }

    @Test
    void aValueOfAnotherTypeIsNotTaken() throws IOException {
        List<TableDefinition> tables = table("aws_odd", """
                title: x
                scope: account
                id: access_key_id
                list: {call: iam:ListAccessKeys, items: "AccessKeyMetadata[]"}
                columns:
                  access_key_id: AccessKeyId
                  status: {path: Status, type: boolean}
                """);
        try (Snapshot snapshot = collect(new FakeAws(HEALTHY), tables)) {
            assertThat(lines(snapshot, "select distinct status, _errors->'status'->>'kind' from aws_odd"))
                    .containsExactly("null EMPTY_ANSWER");
        }
    }

    @Test
    void withoutAnOrganizationTheCallersAccountIsRead() {
        FakeAws aws =
                new FakeAws(call -> call.operation().equals("organizations:DescribeOrganization") ? Kind.DENIED : null);
        OrganizationDiscovery discovery = new OrganizationDiscovery(aws, new AccountId("222222222222"));
        Organization alone = discovery.discover(Set.of(), Set.of());
        assertThat(Objects.requireNonNull(discovery.refused()).operation())
                .isEqualTo("organizations:DescribeOrganization");
        assertThat(alone.id()).isNull();
        assertThat(alone.accounts()).extracting(a -> a.id().value()).containsExactly("222222222222");
        assertThat(alone.regions()).extracting(Region::value).containsExactly("eu-west-1", "us-east-1");
    }

    @Test
    void anAccountThatIsNotThereIsAnError() {
        OrganizationDiscovery discovery = new OrganizationDiscovery(new FakeAws(HEALTHY), MANAGEMENT);
        discovery.discover(Set.of(), REGIONS);
        assertThat(discovery.refused()).isNull();
        assertThatThrownBy(() -> discovery.discover(Set.of(new AccountId("999999999999")), REGIONS))
                .hasMessageContaining("999999999999");
        assertThatThrownBy(() -> new OrganizationDiscovery(
                                new FakeAws(c -> c.operation().endsWith("ListAccounts") ? Kind.EMPTY_ANSWER : null),
                                MANAGEMENT)
                        .discover(Set.of(), REGIONS))
                .isInstanceOf(AwsFailure.class);
    }
}

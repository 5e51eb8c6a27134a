package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.aws.AwsReader;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.AwsSettings;
import dev.holdfast.aws.Keys;
import dev.holdfast.emulator.generated.OrganizationSize;
import dev.holdfast.emulator.overlay.Fault;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The overlay alone: what the real collection finds in a generated organization, and that it is the same every time. */
class GeneratedEmulatorTest {
    private static final String MANAGEMENT = "123456789012";
    private static final String MEMBER = "200000000001";
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    /** Tables by the kind in the mix that they list. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("aws_iam_role", "role"),
            Map.entry("aws_iam_policy", "policy"),
            Map.entry("aws_iam_user", "user"),
            Map.entry("aws_iam_access_key", "user"),
            Map.entry("aws_iam_group", "group"),
            Map.entry("aws_vpc", "vpc"),
            Map.entry("aws_vpc_subnet", "subnet"),
            Map.entry("aws_vpc_route_table", "route-table"),
            Map.entry("aws_vpc_network_acl", "network-acl"),
            Map.entry("aws_vpc_internet_gateway", "internet-gateway"),
            Map.entry("aws_vpc_nat_gateway", "nat-gateway"),
            Map.entry("aws_vpc_endpoint", "endpoint"),
            Map.entry("aws_vpc_flow_log", "flow-log"),
            Map.entry("aws_vpc_eip", "address"),
            Map.entry("aws_vpc_security_group", "security-group"),
            Map.entry("aws_vpc_security_group_rule", "security-group-rule"),
            Map.entry("aws_ec2_network_interface", "network-interface"),
            Map.entry("aws_ec2_instance", "instance"),
            Map.entry("aws_ec2_instance_image", "instance"),
            Map.entry("aws_ebs_volume", "volume"),
            Map.entry("aws_ebs_snapshot", "snapshot"),
            Map.entry("aws_ec2_ami", "image"),
            Map.entry("aws_ec2_launch_template", "launch-template"),
            Map.entry("aws_ec2_autoscaling_group", "scaling-group"),
            Map.entry("aws_s3_bucket", "bucket"),
            Map.entry("aws_cloudwatch_log_group", "log-group"),
            Map.entry("aws_cloudwatch_log_metric_filter", "metric-filter"),
            Map.entry("aws_cloudwatch_alarm", "alarm"),
            Map.entry("aws_lambda_function", "function"),
            Map.entry("aws_kms_key", "key"),
            Map.entry("aws_sqs_queue", "queue"),
            Map.entry("aws_sns_topic", "topic"),
            Map.entry("aws_secretsmanager_secret", "secret"),
            Map.entry("aws_cloudformation_stack", "stack"),
            Map.entry("aws_rds_db_instance", "database"),
            Map.entry("aws_rds_db_snapshot", "database-snapshot"),
            Map.entry("aws_rds_db_cluster", "database-cluster"),
            Map.entry("aws_ec2_load_balancer", "load-balancer"),
            Map.entry("aws_ec2_target_group", "target-group"),
            Map.entry("aws_ecr_repository", "repository"),
            Map.entry("aws_efs_file_system", "file-system"),
            Map.entry("aws_ssm_managed_instance", "managed-instance"),
            Map.entry("aws_backup_protected_resource", "protected-resource"));

    /** Tables of what there is once per account, or per account and region. */
    private static final Map<String, Long> SETTINGS = Map.ofEntries(
            Map.entry("aws_organizations_account", 3L),
            Map.entry("aws_organizations_policy", 3L),
            Map.entry("aws_organizations_organization", 1L),
            Map.entry("aws_cloudtrail_trail", 1L),
            Map.entry("aws_iam_account_summary", 3L),
            Map.entry("aws_account_contact", 3L),
            Map.entry("aws_config_configuration_recorder", 6L),
            Map.entry("aws_config_delivery_channel", 6L),
            Map.entry("aws_guardduty_detector", 6L),
            Map.entry("aws_securityhub_hub", 6L),
            Map.entry("aws_securityhub_standards_subscription", 12L),
            Map.entry("aws_ec2_regional_settings", 6L),
            Map.entry("aws_eventbridge_bus", 6L));

    private static GeneratedEmulator started(Path home, String size) {
        return GeneratedEmulator.start(
                home,
                new EmulatorOptions(0, List.of("eu-west-1", "us-east-1"), SharedEmulator.CONTENT, ""),
                OrganizationSize.parse(size));
    }

    @Test
    void theRealCollectionReadsAllOfIt(@TempDir Path folder) throws IOException {
        try (GeneratedEmulator emulator = started(folder.resolve("one"), "accounts=3,resources=900,seed=7")) {
            Typed.Answer answer =
                    new Typed(emulator.environment(), folder.resolve("home"), Map.of()).type("identify", "--json");
            assertThat(answer.json().path("unknown")).isEmpty();
            assertThat(answer.code()).isZero();
            Map<String, Long> rows = new TreeMap<>();
            answer.json()
                    .path("tables")
                    .forEach(t ->
                            rows.put(t.path("table").asText(), t.path("rows").asLong()));
            KINDS.forEach((table, kind) -> assertThat(rows.get(table)).as(table).isEqualTo(emulator.total(kind)));
            SETTINGS.forEach((table, count) -> assertThat(rows).containsEntry(table, count));
            assertThat(rows).containsEntry("aws_organizations_organizational_unit", (long) emulator.units());
            assertThat(rows).containsEntry("aws_iam_credential_report", emulator.total("user") + 3);
            assertThat(KINDS.values().stream()
                            .distinct()
                            .mapToLong(emulator::total)
                            .sum())
                    .isEqualTo(900);
            assertThat(emulator.counts().tally().writes()).isEmpty();
        }
    }

    @Test
    void theSameSeedGivesTheSameAnswersAndAnotherDoesNot(@TempDir Path folder) {
        List<JsonNode> first = told(folder.resolve("a"), "accounts=4,resources=3000,seed=5");
        assertThat(told(folder.resolve("b"), "accounts=4,resources=3000,seed=5"))
                .isEqualTo(first);
        assertThat(told(folder.resolve("c"), "accounts=4,resources=3000,seed=6"))
                .isNotEqualTo(first);
    }

    private static List<JsonNode> told(Path home, String size) {
        List<JsonNode> out = new ArrayList<>();
        Scope scope = new Scope(new AccountId(MEMBER), new Region("eu-west-1"));
        try (GeneratedEmulator emulator = started(home, size);
                AwsSession session = session(emulator)) {
            AwsReader reader = session.reader();
            reader.pages(scope, "iam", "GetAccountAuthorizationDetails", NOTHING, out::add);
            reader.pages(scope, "ec2", "DescribeInstances", NOTHING, out::add);
            reader.pages(scope, "s3", "ListBuckets", NOTHING, out::add);
            out.add(reader.read(
                    scope,
                    "s3",
                    "GetBucketVersioning",
                    JsonNodeFactory.instance.objectNode().put("Bucket", "one")));
            out.add(reader.read(scope, "iam", "GetCredentialReport", NOTHING));
        }
        assertThat(out.get(0).path("IsTruncated").asBoolean())
                .as("the first page is not the last")
                .isTrue();
        return out;
    }

    @Test
    void pagesHoldEveryAccountOnce(@TempDir Path folder) {
        try (GeneratedEmulator emulator = started(folder, "accounts=45,resources=0,seed=1");
                AwsSession session = session(emulator)) {
            List<String> ids = new ArrayList<>();
            Scope top = new Scope(new AccountId(MANAGEMENT), Region.GLOBAL);
            session.reader()
                    .pages(
                            top,
                            "organizations",
                            "ListAccounts",
                            NOTHING,
                            page -> page.path("Accounts")
                                    .forEach(a -> ids.add(a.path("Id").asText())));
            assertThat(ids).hasSize(45).doesNotHaveDuplicates().contains(MANAGEMENT, MEMBER);
            assertThat(emulator.counts().tally().reads()).containsEntry("organizations:ListAccounts", 3L);
        }
    }

    @Test
    void whatIsNotThereIsRefused(@TempDir Path folder) {
        try (GeneratedEmulator emulator = started(folder, "accounts=3,resources=0,seed=1");
                AwsSession session = session(emulator)) {
            Scope foreign = new Scope(new AccountId("200000000099"), new Region("eu-west-1"));
            assertThatThrownBy(() -> session.reader().read(foreign, "ec2", "DescribeVpcs", NOTHING))
                    .isInstanceOfSatisfying(
                            AwsFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(AwsFailure.Kind.NO_ACCESS));
            emulator.faults().add(Fault.of(Fault.Kind.DENY).on("ec2", "DescribeVpcs"));
            Scope member = new Scope(new AccountId(MEMBER), new Region("eu-west-1"));
            assertThatThrownBy(() -> session.reader().read(member, "ec2", "DescribeVpcs", NOTHING))
                    .isInstanceOfSatisfying(
                            AwsFailure.class,
                            failure -> assertThat(failure.kind()).isEqualTo(AwsFailure.Kind.DENIED));
        }
    }

    @Test
    void aWrongSizeIsExplained() {
        assertThatThrownBy(() -> OrganizationSize.parse("accounts=many"))
                .hasMessageContaining("`accounts=many` is not a whole number");
        assertThatThrownBy(() -> OrganizationSize.parse("people=3")).hasMessageContaining("accounts=N");
        assertThatThrownBy(() -> OrganizationSize.parse("accounts=0")).hasMessageContaining("1 to");
    }

    private static AwsSession session(GeneratedEmulator emulator) {
        return AwsSession.open(
                AwsSettings.of(emulator.endpoint(), new Region("eu-west-1"), EmulatorOptions.ROLE),
                new Keys(
                        emulator.environment().getOrDefault("AWS_ACCESS_KEY_ID", ""),
                        emulator.environment().getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                        null),
                () -> SharedEmulator.NOW,
                System::nanoTime,
                new Random(1));
    }
}

package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.emulator.overlay.Fault;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The attack's story as the trail's files in the bucket tell it. */
class RecordTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String BUCKET = "meridian-organization-trail";
    private static final Emulator EMULATOR = SharedEmulator.seeded();
    private static final Client CLIENT = new Client(EMULATOR);
    private static final List<String> KEYS = new ArrayList<>();
    private static final List<JsonNode> RECORDS = new ArrayList<>();
    private static String leaked = "";
    private static String shop = "";

    @BeforeAll
    static void attack() throws IOException {
        leaked = Objects.requireNonNull(EMULATOR.kept("leaked"))
                .path("AccessKeyId")
                .asText();
        shop = Client.text(EMULATOR, "shop-production");
        EMULATOR.attack((done, total, what) -> {});
        CLIENT.call("management", "eu-west-1", "sts:AssumeRole", """
                {"RoleArn":"arn:aws:iam::%s:role/OrganizationAccountAccessRole","RoleSessionName":"both"}""".formatted(shop));
        EMULATOR.faults().add(Fault.of(Fault.Kind.DENY).on("kms", "ListKeys").first(1));
        CLIENT.failure("sandbox", "eu-west-1", "kms:ListKeys", "{}");
        EMULATOR.flush();
        read();
    }

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    private static void read() throws IOException {
        String archive = Client.text(EMULATOR, "log-archive");
        JsonNode listed = CLIENT.call("log-archive", "eu-west-1", "s3:ListObjectsV2", """
                {"Bucket":"%s","Prefix":"AWSLogs/"}""".formatted(BUCKET));
        KEYS.addAll(listed.findValuesAsText("Key"));
        try (AwsSession session = SharedEmulator.session(EMULATOR, EMULATOR.operator())) {
            Scope scope = new Scope(new AccountId(archive), new Region("eu-west-1"));
            for (String key : KEYS) {
                try (InputStream in = new GZIPInputStream(session.reader().object(scope, BUCKET, key))) {
                    MAPPER.readTree(in).path("Records").forEach(RECORDS::add);
                }
            }
        }
    }

    private static List<JsonNode> ofLeakedKey() {
        return RECORDS.stream()
                .filter(r -> r.path("userIdentity").path("accessKeyId").asText().equals(leaked))
                .toList();
    }

    private static JsonNode one(String eventName) {
        return ofLeakedKey().stream()
                .filter(r -> r.path("eventName").asText().equals(eventName))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + eventName));
    }

    @Test
    void filesLieWhereCloudTrailPutsThem() {
        assertThat(KEYS)
                .isNotEmpty()
                .allMatch(k -> k.matches("AWSLogs/o-[a-z0-9]+/(\\d{12})/CloudTrail/([a-z0-9-]+)/2026/11/20/"
                        + "\\1_CloudTrail_\\2_20261120T1015Z_[A-Za-z0-9]{16}\\.json\\.gz"));
    }

    @Test
    void theWholeStoryIsThereInOrder() {
        List<String> management = new ArrayList<>();
        List<String> data = new ArrayList<>();
        for (JsonNode record : ofLeakedKey()) {
            boolean object = record.path("eventCategory").asText().equals("Data");
            (object ? data : management).add(record.path("eventName").asText());
        }
        assertThat(management)
                .contains("GetCallerIdentity", "ListUsers", "ListRoles", "ListBuckets", "DescribeInstances")
                .contains("DescribeDBInstances", "CreateUser", "CreateAccessKey", "PutUserPolicy")
                .contains("AuthorizeSecurityGroupIngress", "StopLogging");
        assertThat(management.indexOf("CreateUser")).isLessThan(management.indexOf("PutUserPolicy"));
        assertThat(data).containsOnly("GetObject", "DeleteObject");
        assertThat(data.stream().filter("GetObject"::equals)).hasSize(6);
        assertThat(data.stream().filter("DeleteObject"::equals)).hasSize(3);
    }

    @Test
    void everyRecordHasWhatVersion111Asks() {
        Set<String> ids = new HashSet<>();
        for (JsonNode record : RECORDS) {
            assertThat(record.path("eventVersion").asText()).isEqualTo("1.11");
            assertThat(record.path("eventTime").asText()).isEqualTo("2026-11-20T10:15:30Z");
            assertThat(record.path("eventType").asText()).isEqualTo("AwsApiCall");
            assertThat(record.path("recipientAccountId").asText()).matches("\\d{12}");
            assertThat(record.path("eventSource").asText()).endsWith(".amazonaws.com");
            assertThat(record.has("requestParameters")).isTrue();
            assertThat(record.has("responseElements")).isTrue();
            assertThat(ids.add(record.path("eventID").asText())).as("unique id").isTrue();
        }
    }

    @Test
    void theAttackerIsNamedByKeyAddressAndProgram() {
        JsonNode record = one("CreateUser");
        JsonNode identity = record.path("userIdentity");
        assertThat(identity.path("type").asText()).isEqualTo("IAMUser");
        assertThat(identity.path("arn").asText()).isEqualTo("arn:aws:iam::" + shop + ":user/ci-deploy");
        assertThat(identity.path("userName").asText()).isEqualTo("ci-deploy");
        assertThat(identity.path("accountId").asText()).isEqualTo(shop);
        assertThat(identity.path("principalId").asText())
                .isEqualTo(CLIENT.call(shop, "eu-west-1", "iam:GetUser", "{\"UserName\":\"ci-deploy\"}")
                        .path("User")
                        .path("UserId")
                        .asText());
        assertThat(record.path("sourceIPAddress").asText()).isEqualTo("203.0.113.77");
        assertThat(record.path("userAgent").asText()).startsWith("aws-cli/2");
        assertThat(record.path("awsRegion").asText()).isEqualTo("us-east-1");
        assertThat(record.path("readOnly").asBoolean(true)).isFalse();
        assertThat(record.path("requestParameters").toString()).isEqualTo("{\"userName\":\"backup-svc\"}");
        assertThat(record.path("responseElements").path("user").path("arn").asText())
                .isEqualTo("arn:aws:iam::" + shop + ":user/backup-svc");
    }

    @Test
    void secretsAreLeftOut() {
        JsonNode key = one("CreateAccessKey").path("responseElements").path("accessKey");
        assertThat(key.path("accessKeyId").asText()).startsWith("AKIA");
        assertThat(key.path("status").asText()).isEqualTo("Active");
        String secret = Objects.requireNonNull(EMULATOR.kept("backdoor"))
                .path("SecretAccessKey")
                .asText();
        String secretOfLeaked = Objects.requireNonNull(EMULATOR.kept("leaked"))
                .path("SecretAccessKey")
                .asText();
        assertThat(RECORDS.toString().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain(secret.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain(secretOfLeaked.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("only-in-an-emulator", "secretaccesskey", "sessiontoken");
    }

    @Test
    void openedPortsAreSpelledAsEc2SpellsThem() {
        JsonNode record = one("AuthorizeSecurityGroupIngress");
        JsonNode permission = record.path("requestParameters")
                .path("ipPermissions")
                .path("items")
                .path(0);
        assertThat(record.path("requestParameters").path("groupId").asText()).isEqualTo(Client.text(EMULATOR, "web"));
        assertThat(permission.path("fromPort").isNumber()).isTrue();
        assertThat(permission.path("fromPort").asInt()).isEqualTo(22);
        assertThat(permission
                        .path("ipRanges")
                        .path("items")
                        .path(0)
                        .path("cidrIp")
                        .asText())
                .isEqualTo("0.0.0.0/0");
        assertThat(record.path("awsRegion").asText()).isEqualTo("eu-west-1");
    }

    @Test
    void aRefusedCallCarriesItsError() {
        JsonNode record = one("StopLogging");
        assertThat(record.path("errorCode").asText()).isEqualTo("AccessDenied");
        assertThat(record.path("errorMessage").asText()).contains("organization-trail");
        assertThat(record.path("responseElements").isNull()).isTrue();
        assertThat(RECORDS)
                .anyMatch(r -> r.path("eventName").asText().equals("ListKeys")
                        && r.path("errorCode").asText().equals("AccessDenied"));
    }

    @Test
    void objectCallsNameTheObject() {
        JsonNode record = one("DeleteObject");
        assertThat(record.path("managementEvent").asBoolean(true)).isFalse();
        assertThat(record.path("requestParameters").path("bucketName").asText()).isEqualTo("meridian-shop-invoices");
        assertThat(record.path("requestParameters").path("key").asText()).startsWith("invoices/2026-0");
        assertThat(record.path("resources").findValuesAsText("ARN"))
                .contains("arn:aws:s3:::meridian-shop-invoices")
                .anyMatch(arn -> arn.startsWith("arn:aws:s3:::meridian-shop-invoices/invoices/"));
        assertThat(one("GetObject").path("readOnly").asBoolean()).isTrue();
    }

    @Test
    void aSignInIsRecordedOnBothSides() {
        List<JsonNode> both = RECORDS.stream()
                .filter(r -> r.path("eventName").asText().equals("AssumeRole"))
                .filter(r ->
                        r.path("requestParameters").path("roleArn").asText().contains(shop))
                .toList();
        assertThat(both).extracting(r -> r.path("recipientAccountId").asText()).contains("123456789012", shop);
        JsonNode session = RECORDS.stream()
                .filter(r -> r.path("userIdentity").path("type").asText().equals("AssumedRole"))
                .findFirst()
                .orElseThrow();
        JsonNode issuer = session.path("userIdentity").path("sessionContext").path("sessionIssuer");
        assertThat(issuer.path("userName").asText()).isEqualTo(EmulatorOptions.ROLE);
    }

    @Test
    void theRecorderDoesNotRecordItself() {
        assertThat(RECORDS)
                .noneMatch(r -> r.path("requestParameters").path("key").asText().startsWith("AWSLogs/")
                        && r.path("eventName").asText().equals("PutObject"));
    }

    @Test
    void aContainedKeyIsRefused() {
        assertThat(EMULATOR.attackerRetry((done, total, what) -> {})).isFalse();
        String input = "{\"UserName\":\"ci-deploy\",\"AccessKeyId\":\"%s\",\"Status\":\"%s\"}";
        CLIENT.call(shop, "eu-west-1", "iam:UpdateAccessKey", input.formatted(leaked, "Inactive"));
        assertThat(EMULATOR.attackerRetry((done, total, what) -> {})).isTrue();
        CLIENT.call(shop, "eu-west-1", "iam:UpdateAccessKey", input.formatted(leaked, "Active"));
    }
}

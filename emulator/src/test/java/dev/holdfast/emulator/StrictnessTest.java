package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.aws.AwsSession;
import dev.holdfast.aws.AwsSettings;
import dev.holdfast.aws.Keys;
import dev.holdfast.emulator.overlay.Counts;
import dev.holdfast.model.AccountId;
import dev.holdfast.model.AwsFailure;
import dev.holdfast.model.Region;
import dev.holdfast.model.Scope;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What AWS refuses and moto would allow. */
class StrictnessTest {
    private static final String HOME = "eu-west-1";
    private static final Emulator EMULATOR = SharedEmulator.seeded();
    private static final Client CLIENT = new Client(EMULATOR);

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Test
    void aRoleThatDoesNotExistCannotBeAssumedUntilItDoes() {
        String account = Client.text(EMULATOR, "network");
        String input = """
                {"RoleArn":"arn:aws:iam::%s:role/responder","RoleSessionName":"test"}""".formatted(account);
        AwsFailure refused = CLIENT.failure("management", HOME, "sts:AssumeRole", input);
        assertThat(refused.code()).isEqualTo("AccessDenied");
        CLIENT.call("network", HOME, "iam:CreateRole", """
                {"RoleName":"responder","AssumeRolePolicyDocument":"{}"}""");
        assertThat(CLIENT.call("management", HOME, "sts:AssumeRole", input)
                        .path("AssumedRoleUser")
                        .path("Arn")
                        .asText())
                .isEqualTo("arn:aws:sts::" + account + ":assumed-role/responder/test");
        assertThat(CLIENT.failure("management", HOME, "sts:AssumeRole", input.replace(account, "222233334444"))
                        .code())
                .isEqualTo("AccessDenied");
    }

    @Test
    void aUnitHasItsNameToItselfAndGoesOnlyWhenItIsEmpty() {
        String root = CLIENT.call("management", HOME, "organizations:ListRoots", "{}")
                .path("Roots")
                .get(0)
                .path("Id")
                .asText();
        String upper = unit(root, "Upper");
        String lower = unit(upper, "Upper");
        assertThat(CLIENT.failure("management", HOME, "organizations:CreateOrganizationalUnit", """
                        {"ParentId":"%s","Name":"Upper"}""".formatted(root))
                        .code())
                .isEqualTo("DuplicateOrganizationalUnitException");
        String delete = "{\"OrganizationalUnitId\":\"%s\"}";
        assertThat(CLIENT.failure("management", HOME, "organizations:DeleteOrganizationalUnit", delete.formatted(upper))
                        .code())
                .isEqualTo("OrganizationalUnitNotEmptyException");
        CLIENT.call("management", HOME, "organizations:DeleteOrganizationalUnit", delete.formatted(lower));
        CLIENT.call("management", HOME, "organizations:DeleteOrganizationalUnit", delete.formatted(upper));
        assertThat(CLIENT.call("management", HOME, "organizations:ListTargetsForPolicy", """
                        {"PolicyId":"p-FullAWSAccess"}""")
                        .findValuesAsText("TargetId"))
                .contains(root)
                .doesNotContain(upper, lower);
    }

    private static String unit(String parent, String name) {
        return CLIENT.call("management", HOME, "organizations:CreateOrganizationalUnit", """
                        {"ParentId":"%s","Name":"%s"}""".formatted(parent, name))
                .path("OrganizationalUnit")
                .path("Id")
                .asText();
    }

    @Test
    void anOrganizationTrustsServicesThatExistAndNoOthers() {
        String input = "{\"ServicePrincipal\":\"%s\"}";
        CLIENT.call("management", HOME, "organizations:EnableAWSServiceAccess", input.formatted("iam.amazonaws.com"));
        assertThat(trusted()).contains("iam.amazonaws.com", "guardduty.amazonaws.com");
        CLIENT.call("management", HOME, "organizations:DisableAWSServiceAccess", input.formatted("iam.amazonaws.com"));
        assertThat(trusted()).contains("guardduty.amazonaws.com").doesNotContain("iam.amazonaws.com");
        assertThat(CLIENT.failure(
                                "management",
                                HOME,
                                "organizations:EnableAWSServiceAccess",
                                input.formatted("iamm.amazonaws.com"))
                        .code())
                .isEqualTo("InvalidInputException");
    }

    private static List<String> trusted() {
        return CLIENT.call("management", HOME, "organizations:ListAWSServiceAccessForOrganization", "{}")
                .findValuesAsText("ServicePrincipal");
    }

    @Test
    void aSessionWithASessionPolicyOnlyReads() {
        JsonNode credentials = CLIENT.call(
                        "management", HOME, "sts:AssumeRole", """
                {"RoleArn":"arn:aws:iam::%s:role/OrganizationAccountAccessRole","RoleSessionName":"reader",
                "PolicyArns":[{"arn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}]}""".formatted(Client.text(EMULATOR, "network")))
                .path("Credentials");
        Keys keys = new Keys(
                credentials.path("AccessKeyId").asText(),
                credentials.path("SecretAccessKey").asText(),
                credentials.path("SessionToken").asText());
        try (Client limited = new Client(EMULATOR, keys)) {
            assertThat(limited.call("network", HOME, "iam:ListUsers", "{}").path("Users"))
                    .isEmpty();
            assertThat(limited.failure("network", HOME, "iam:CreateUser", "{\"UserName\":\"x\"}")
                            .kind())
                    .isEqualTo(AwsFailure.Kind.DENIED);
        }
        assertThat(CLIENT.call("network", HOME, "iam:ListUsers", "{}").path("Users"))
                .isEmpty();
    }

    @Test
    void aKeyThatIsInactiveOrDeletedIsNotTaken() {
        CLIENT.call("sandbox", HOME, "iam:CreateUser", "{\"UserName\":\"robot\"}");
        JsonNode key = CLIENT.call("sandbox", HOME, "iam:CreateAccessKey", "{\"UserName\":\"robot\"}")
                .path("AccessKey");
        String named = """
                {"UserName":"robot","AccessKeyId":"%s"%s}""";
        String id = key.path("AccessKeyId").asText();
        String sandbox = Client.text(EMULATOR, "sandbox");
        try (Client robot = new Client(EMULATOR, Client.key(key))) {
            robot.call(sandbox, HOME, "iam:ListRoles", "{}");
            CLIENT.call("sandbox", HOME, "iam:UpdateAccessKey", named.formatted(id, ",\"Status\":\"Inactive\""));
            AwsFailure query = robot.failure(sandbox, HOME, "iam:ListRoles", "{}");
            assertThat(query.code()).isEqualTo("InvalidClientTokenId");
            assertThat(query.status()).isEqualTo(403);
            assertThat(robot.failure(sandbox, HOME, "s3:ListBuckets", "{}").code())
                    .isEqualTo("InvalidAccessKeyId");
            assertThat(robot.failure(sandbox, HOME, "ec2:DescribeVpcs", "{}").code())
                    .isEqualTo("AuthFailure");
            CLIENT.call("sandbox", HOME, "iam:UpdateAccessKey", named.formatted(id, ",\"Status\":\"Active\""));
            robot.call(sandbox, HOME, "iam:ListRoles", "{}");
            CLIENT.call("sandbox", HOME, "iam:DeleteAccessKey", named.formatted(id, ""));
            assertThat(robot.failure(sandbox, HOME, "iam:ListRoles", "{}").kind())
                    .isEqualTo(AwsFailure.Kind.NO_ACCESS);
        }
    }

    @Test
    void aMemberCannotStopTheOrganizationTrail() {
        String arn = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/organization-trail";
        assertThat(CLIENT.failure("sandbox", HOME, "cloudtrail:StopLogging", "{\"Name\":\"" + arn + "\"}")
                        .kind())
                .isEqualTo(AwsFailure.Kind.DENIED);
        assertThat(CLIENT.failure("sandbox", HOME, "cloudtrail:DeleteTrail", "{\"Name\":\"organization-trail\"}")
                        .kind())
                .isEqualTo(AwsFailure.Kind.DENIED);
        assertThat(CLIENT.call("management", HOME, "cloudtrail:GetTrailStatus", "{\"Name\":\"" + arn + "\"}")
                        .path("IsLogging")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void readsWritesAndSignInsAreCountedSinceTheMark() {
        EMULATOR.counts().mark();
        AwsSettings settings = AwsSettings.of(EMULATOR.endpoint(), new Region(HOME), EmulatorOptions.ROLE);
        try (AwsSession session = AwsSession.open(
                settings, EMULATOR.operator(), () -> SharedEmulator.NOW, System::nanoTime, new Random(1))) {
            Scope scope = new Scope(new AccountId(Client.text(EMULATOR, "sandbox")), new Region(HOME));
            session.reader()
                    .read(
                            scope,
                            "iam",
                            "ListUsers",
                            com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode());
        }
        Counts.Tally reading = EMULATOR.counts().tally();
        assertThat(reading.written()).isZero();
        assertThat(reading.reads()).containsEntry("iam:ListUsers", 1L);
        assertThat(reading.signIns()).containsEntry("sts:AssumeRole", 1L);
        CLIENT.call("sandbox", HOME, "sns:CreateTopic", "{\"Name\":\"counted\"}");
        assertThat(EMULATOR.counts().tally().writes()).containsEntry("sns:CreateTopic", 1L);
    }
}

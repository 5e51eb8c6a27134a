package dev.holdfast.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.emulator.wire.Header;
import dev.holdfast.emulator.wire.Upstream;
import dev.holdfast.emulator.wire.WireAnswer;
import dev.holdfast.emulator.wire.WireRequest;
import dev.holdfast.model.AwsFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Every protocol through the overlay, what moto lacks, and what AWS refuses; all read by the AWS SDK. */
class OverlayTest {
    private static final String HOME = "eu-west-1";
    private static final Emulator EMULATOR = SharedEmulator.seeded();
    private static final Client CLIENT = new Client(EMULATOR);

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Test
    void everyProtocolPassesThrough() {
        assertThat(CLIENT.call("management", HOME, "organizations:ListAccounts", "{}")
                        .path("Accounts"))
                .as("JSON")
                .hasSize(8);
        assertThat(CLIENT.call("shop-production", HOME, "iam:ListUsers", "{}").findValuesAsText("UserName"))
                .as("query")
                .contains("ci-deploy", "maria");
        assertThat(CLIENT.call("shop-production", HOME, "ec2:DescribeSecurityGroups", "{}")
                        .findValuesAsText("GroupName"))
                .as("EC2")
                .contains("bastion", "web");
        assertThat(CLIENT.call("management", HOME, "account:GetAlternateContact", """
                        {"AlternateContactType":"SECURITY"}""")
                        .path("AlternateContact")
                        .path("Name")
                        .asText())
                .as("REST with JSON")
                .isEqualTo("Security desk");
        assertThat(CLIENT.call("shop-production", HOME, "s3:ListBuckets", "{}").findValuesAsText("Name"))
                .as("REST with XML")
                .contains("meridian-shop-invoices", "meridian-shop-assets");
        assertThat(CLIENT.failure("shop-production", HOME, "s3control:GetPublicAccessBlock", """
                        {"AccountId":"%s"}""".formatted(
                                Client.text(EMULATOR, "shop-production"))))
                .as("account id before the host")
                .extracting(AwsFailure::code)
                .isEqualTo("NoSuchPublicAccessBlockConfiguration");
    }

    @Test
    void keysAndBodiesArriveUnchanged() throws IOException {
        String key = "odd/ä b+c%2F&d=e?~(1).txt";
        CLIENT.call("shop-staging", HOME, "s3:PutObject", """
                {"Bucket":"meridian-staging-dumps","Key":"%s","Body":"Grüße"}""".formatted(key));
        JsonNode listed = CLIENT.call("shop-staging", HOME, "s3:ListObjectsV2", """
                {"Bucket":"meridian-staging-dumps","Prefix":"odd/"}""");
        assertThat(listed.findValuesAsText("Key")).containsExactly(key);
        JsonNode head = CLIENT.call("shop-staging", HOME, "s3:HeadObject", """
                {"Bucket":"meridian-staging-dumps","Key":"%s"}""".formatted(key));
        assertThat(head.path("ContentLength").asInt()).isEqualTo("Grüße".getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void delegationWorksForServicesThatMotoRefuses() {
        String audit = Client.text(EMULATOR, "security-audit");
        String input = """
                {"AccountId":"%s","ServicePrincipal":"securityhub.amazonaws.com"}""".formatted(audit);
        CLIENT.call("management", HOME, "organizations:RegisterDelegatedAdministrator", input);
        assertThat(CLIENT.failure("management", HOME, "organizations:RegisterDelegatedAdministrator", input)
                        .code())
                .isEqualTo("AccountAlreadyRegisteredException");
        assertThat(CLIENT.call("management", HOME, "organizations:ListDelegatedAdministrators", """
                        {"ServicePrincipal":"securityhub.amazonaws.com"}""")
                        .findValuesAsText("Id"))
                .containsExactly(audit);
        assertThat(CLIENT.call("management", HOME, "organizations:ListDelegatedServicesForAccount", """
                        {"AccountId":"%s"}""".formatted(
                                        audit))
                        .findValuesAsText("ServicePrincipal"))
                .contains("guardduty.amazonaws.com", "securityhub.amazonaws.com");
        CLIENT.call("management", HOME, "organizations:DeregisterDelegatedAdministrator", input);
        assertThat(CLIENT.call("management", HOME, "organizations:ListDelegatedAdministrators", """
                        {"ServicePrincipal":"securityhub.amazonaws.com"}""")
                        .path("DelegatedAdministrators"))
                .isEmpty();
        assertThat(CLIENT.failure("management", HOME, "organizations:RegisterDelegatedAdministrator", """
                        {"AccountId":"999999999999","ServicePrincipal":"securityhub.amazonaws.com"}""")
                        .code())
                .isEqualTo("AccountNotFoundException");
    }

    @Test
    void membersDoNotSeeTheOrganizationAndDelegatedAdministratorsDo() {
        assertThat(CLIENT.failure("sandbox", HOME, "organizations:ListAccounts", "{}")
                        .kind())
                .isEqualTo(AwsFailure.Kind.DENIED);
        assertThat(CLIENT.call("security-audit", HOME, "organizations:ListAccounts", "{}")
                        .path("Accounts"))
                .hasSize(8);
        assertThat(CLIENT.failure("security-audit", HOME, "organizations:CreateOrganizationalUnit", """
                        {"ParentId":"r-0000","Name":"Mine"}""")
                        .kind())
                .isEqualTo(AwsFailure.Kind.DENIED);
        assertThat(CLIENT.call("sandbox", HOME, "organizations:DescribeOrganization", "{}")
                        .path("Organization")
                        .path("MasterAccountId")
                        .asText())
                .isEqualTo(EmulatorOptions.MANAGEMENT);
    }

    @Test
    void contactInformationIsKeptPerAccount() {
        assertThat(CLIENT.failure("network", HOME, "account:GetContactInformation", "{}")
                        .code())
                .isEqualTo("ResourceNotFoundException");
        CLIENT.call("network", HOME, "account:PutContactInformation", """
                {"ContactInformation":{"FullName":"Meridian Shipping","AddressLine1":"1 Quay","City":"Dublin",
                "CountryCode":"IE","PhoneNumber":"+35315550100","PostalCode":"D01"}}""");
        assertThat(CLIENT.call("network", HOME, "account:GetContactInformation", "{}")
                        .path("ContactInformation")
                        .path("City")
                        .asText())
                .isEqualTo("Dublin");
    }

    @Test
    void landingZonesAreListedAndRead() {
        assertThat(CLIENT.call("management", HOME, "controltower:ListLandingZones", "{}")
                        .path("landingZones"))
                .isEmpty();
        String arn = CLIENT.call("management", "us-east-1", "controltower:CreateLandingZone", """
                        {"version":"3.3","manifest":{"governedRegions":["eu-west-1"]}}""")
                .path("arn")
                .asText();
        assertThat(CLIENT.call("management", "us-east-1", "controltower:ListLandingZones", "{}")
                        .findValuesAsText("arn"))
                .containsExactly(arn);
        JsonNode zone = CLIENT.call("management", "us-east-1", "controltower:GetLandingZone", """
                {"landingZoneIdentifier":"%s"}""".formatted(arn));
        assertThat(zone.path("landingZone")
                        .path("manifest")
                        .path("governedRegions")
                        .path(0)
                        .asText())
                .isEqualTo("eu-west-1");
    }

    @Test
    void rootCredentialsManagementIsListed() {
        assertThat(CLIENT.call("management", HOME, "iam:ListOrganizationsFeatures", "{}")
                        .path("EnabledFeatures"))
                .isEmpty();
        CLIENT.call("management", HOME, "iam:EnableOrganizationsRootCredentialsManagement", "{}");
        assertThat(CLIENT.call("management", HOME, "iam:ListOrganizationsFeatures", "{}")
                        .path("EnabledFeatures")
                        .toString())
                .isEqualTo("[\"RootCredentialsManagement\"]");
    }

    @Test
    void theCredentialReportBeginsWithTheRootUser() {
        CLIENT.call("shop-production", HOME, "iam:GenerateCredentialReport", "{}");
        String content = CLIENT.call("shop-production", HOME, "iam:GetCredentialReport", "{}")
                .path("Content")
                .asText();
        List<String> rows = new String(java.util.Base64.getDecoder().decode(content), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(rows.get(1)).startsWith("<root_account>,arn:aws:iam::").contains(",not_supported,", ",false,");
        assertThat(rows.get(1).split(",")).hasSameSizeAs(rows.get(0).split(","));
        assertThat(rows).anyMatch(row -> row.startsWith("ci-deploy,"));
    }

    @Test
    void bucketPolicyStatusFollowsThePolicy() {
        assertThat(CLIENT.call("shop-production", HOME, "s3:GetBucketPolicyStatus", """
                        {"Bucket":"meridian-shop-invoices"}""")
                        .path("PolicyStatus")
                        .path("IsPublic")
                        .asBoolean())
                .isTrue();
        assertThat(CLIENT.call("log-archive", HOME, "s3:GetBucketPolicyStatus", """
                        {"Bucket":"meridian-organization-trail"}""")
                        .path("PolicyStatus")
                        .path("IsPublic")
                        .asBoolean(true))
                .isFalse();
        assertThat(CLIENT.failure("data-platform", HOME, "s3:GetBucketPolicyStatus", """
                        {"Bucket":"meridian-data-lake"}""")
                        .code())
                .isEqualTo("NoSuchBucketPolicy");
    }

    @Test
    void anOperationThatNobodyOffersStaysAnHtmlPage() {
        AwsFailure failure = CLIENT.failure("management", HOME, "backup:DescribeGlobalSettings", "{}");
        assertThat(failure.code()).isEmpty();
        assertThat(failure.status()).isIn(404, 500);
    }

    @Test
    void theControlDoorAsksForItsToken() throws IOException {
        Upstream overlay = new Upstream(EMULATOR.endpoint().getPort());
        WireRequest request =
                new WireRequest("GET", "/_holdfast/counts", List.of(new Header("Host", "localhost")), new byte[0]);
        assertThat(overlay.send(request).status()).isEqualTo(403);
        assertThat(overlay.send(request.with("X-Holdfast-Token", "0000")).status())
                .isEqualTo(403);
        String token =
                Emulator.find(SharedEmulator.home("seeded")).orElseThrow().token();
        WireAnswer answer = overlay.send(request.with("X-Holdfast-Token", token));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"writes\"");
    }
}
